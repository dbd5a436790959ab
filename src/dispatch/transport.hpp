// Ways out of the building. A transport is handed frozen bytes and says how far it got.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "base/expected.hpp"
#include "base/problem.hpp"
#include "outbox/parcel.hpp"

namespace postroom::dispatch {

/// The building is broken, not the parcel: a folder that cannot be written, a full disk, settings
/// that would send in clear. what() is the problem as one line. Nothing was handed over, unless
/// must_stop().
class DispatchError : public std::runtime_error {
  public:
    explicit DispatchError(Problem problem, bool must_stop = false)
        : std::runtime_error(to_text(problem)),
          problem_(std::move(problem)),
          must_stop_(must_stop) {}
    const Problem& problem() const { return problem_; }
    /// A sync failed: nobody knows what reached the disk. Only a new process, asking has_delivered,
    /// may go on.
    bool must_stop() const { return must_stop_; }

  private:
    Problem problem_;
    bool must_stop_;
};

/// How far one attempt got.
struct Outcome {
    enum class Kind {
        accepted,         ///< taken over for good
        in_tray,          ///< lies in the print tray: a person will confirm posting
        refused_for_now,  ///< an explicit 4xx, or no connection: nothing was handed over. So is any
                          ///< refusal of us: see about_settings
        refused,          ///< an explicit 5xx about this message: nothing was handed over
        no_answer,        ///< the final dot may have arrived
        lost_claim        ///< may_commit said no: nothing was handed over
    };
    Kind kind = Kind::refused_for_now;
    std::string phase;     ///< SMTP: message, address, connect, greeting, ehlo, starttls, auth,
                           ///< mail, rcpt, data, dot; else "maildir" or "tray"
    int code = 0;          ///< SMTP reply code, 0 when none
    std::string evidence;  ///< the reply's text or the file's place; no addresses, one line
    /// It judges how the relay is set up here, our login or our sender, and no message: it lasts
    /// until a person mends that.
    bool about_settings = false;
};

/// Where and why a relay did not take a message, for a person: "(auth 535): …".
std::string words_for(const Outcome& refusal);

/// What is handed to a transport; asked for its bytes when its turn comes.
struct Handover {
    const outbox::Parcel& parcel;
    /// Nothing when the claim turned out to be lost before they could be read.
    std::function<std::optional<Bytes>()> bytes;
    /// Asked once, right before the point of no return (SMTP's final dot); it makes `committing`
    /// durable and returns false when the claim was lost: then nothing more is sent. It is not
    /// asked when an earlier attempt is found to have handed the parcel over already.
    std::function<bool()> may_commit;
};

/// Real ones: SMTP, Maildir, print tray. One sender at a time uses a transport; several processes
/// may share a Maildir and a tray.
class Transport {
  public:
    virtual ~Transport() = default;
    /// Delivers exactly these bytes. Throws DispatchError.
    virtual Outcome deliver(const outbox::Parcel& parcel, const Bytes& bytes,
                            const std::function<bool()>& may_commit) = 0;
    /// One outcome each, in their order. A Maildir and a tray put all on the disk before any takes
    /// its place, so that many share what syncing costs; others take one after another. Throws
    /// DispatchError: then some may have been handed over, and has_delivered knows which.
    virtual std::vector<Outcome> deliver_all(const std::vector<Handover>& handovers);
    /// After a crash in `sending` or `committing`: evidence, durable by now, that this parcel was
    /// handed over.
    virtual bool has_delivered(const outbox::Parcel& parcel) = 0;
    /// False: what was interrupted while committing can only be uncertain (SMTP).
    virtual bool leaves_evidence() const = 0;
};

/// Writes <folder>/new/<parcel id>.postroom by way of tmp/; synced. The folder is made when first
/// needed. A mail client may move the message to cur/ and add flags to its name.
std::unique_ptr<Transport> make_maildir(const std::string& folder);
/// Takes a message out, wherever in the Maildir it lies by now; synced, idempotent. Throws
/// DispatchError.
void remove_from_maildir(const std::string& folder, const outbox::Parcel& parcel);

/// <folder>/<parcel.tray_on, else created_on>/<parcel id>.pdf and one line in that day's
/// manifest.csv; synced, idempotent. The rest of the tray: print_tray.hpp.
std::unique_ptr<Transport> make_print_tray(const std::string& folder);

struct SmtpSettings {
    std::string host;
    int port = 587;
    enum class Tls { required, implicit, none } tls = Tls::required;  ///< none: loopback only
    std::string ca_file;  ///< empty: the system's authorities
    std::string user;     ///< empty: no AUTH
    std::string password;
    /// Gives a fresh access token for XOAUTH2, asked once a connection; empty: log in by password.
    std::function<Expected<std::string>()> access_token;
    std::string helo_name;  ///< empty: this machine's name
    /// Where reports on that parcel come back to. The default gives envelope_from for all.
    std::function<std::string(const outbox::Parcel&)> bounce_address;
    std::string envelope_from;         ///< the bounce address
    int phase_timeout_seconds = 30;    ///< in all for each phase, however slowly bytes drip
    int answer_timeout_seconds = 600;  ///< after the final dot (RFC 5321, 4.5.3.2.6)
};
/// Keeps its connection for a few seconds, so that a run of messages shares one. Throws
/// DispatchError for settings that cannot be used, or would send in clear beyond this machine.
std::unique_ptr<Transport> make_smtp(const SmtpSettings& settings);
/// Greets the relay and logs in as for a message, and hands nothing over: what stopped it, or
/// nothing. Throws as make_smtp().
std::optional<Outcome> try_smtp(const SmtpSettings& settings);

}  // namespace postroom::dispatch
