// Ways out of the building. A transport is handed frozen bytes and says how far it got.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "outbox/parcel.hpp"

namespace postroom::dispatch {

/// How far one attempt got.
struct Outcome {
    enum class Kind {
        accepted,         ///< taken over for good
        in_tray,          ///< lies in the print tray: a person will confirm posting
        refused_for_now,  ///< an explicit 4xx, or no connection: nothing was handed over
        refused,          ///< an explicit 5xx: nothing was handed over
        no_answer,        ///< the final dot may have arrived
        lost_claim        ///< may_commit said no: nothing was handed over
    };
    Kind kind = Kind::refused_for_now;
    std::string phase;     ///< "connect", "starttls", "rcpt", "data", "dot", "tray", …
    int code = 0;          ///< SMTP reply code, 0 when none
    std::string evidence;  ///< the reply's text or the file's place; no addresses, one line
};

/// Real ones: SMTP, Maildir, print tray.
class Transport {
  public:
    virtual ~Transport() = default;
    /// Delivers exactly these bytes. `may_commit` is asked once, right before the point of no
    /// return (SMTP's final dot); it makes `committing` durable and returns false when the claim
    /// was lost: then nothing more is sent.
    virtual Outcome deliver(const outbox::Parcel& parcel, const Bytes& bytes,
                            const std::function<bool()>& may_commit) = 0;
    /// After a crash in `sending` or `committing`: evidence that this parcel was handed over.
    virtual bool has_delivered(const outbox::Parcel& parcel) = 0;
    /// False: what was interrupted while committing can only be uncertain (SMTP).
    virtual bool leaves_evidence() const = 0;
};

/// Writes into <folder>/new under the parcel's id, by way of tmp/ and link; synced.
std::unique_ptr<Transport> make_maildir(const std::string& folder);

/// tray/<parcel.created_on>/<parcel id>.pdf and a line in that day's manifest.csv (case reference,
/// step, letter, pages, file, state); both synced, idempotent.
std::unique_ptr<Transport> make_print_tray(const std::string& folder);

struct SmtpSettings {
    std::string host;
    int port = 587;
    enum class Tls { required, implicit, none } tls = Tls::required;  ///< none: loopback only
    std::string ca_file;  ///< empty: the system's authorities
    std::string user;     ///< empty: no AUTH
    std::string password;
    std::string helo_name;
    std::string envelope_from;  ///< the bounce address
    int phase_timeout_seconds = 30;
};
std::unique_ptr<Transport> make_smtp(const SmtpSettings& settings);

}  // namespace postroom::dispatch
