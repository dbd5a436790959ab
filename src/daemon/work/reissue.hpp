// An email that came back, or of which nobody knows, becomes a letter by post.
#pragma once

#include "daemon/records/office.hpp"
#include "daemon/studio/look.hpp"
#include "daemon/studio/write_letter.hpp"
#include "outbox/parcel.hpp"

namespace postroom::daemon {

/// The copies of that reader's letter for whoever speaks for them, where they are not made yet;
/// `approved` with it.
void write_copies_for(const std::string& reader, const outbox::Parcel& letter, bool approved,
                      Office& office, Instant at, Instant real_now);

/// The letter that left for another reader, for this one ("complainant.2") as they are written to
/// now. Why not, or empty. Inside a transaction.
std::string write_for(const std::string& reader, const outbox::Parcel& others, Office& office,
                      Instant at, Instant real_now);

/// Writes the letter emailed on that day again for the post, to go at nine on the next working day,
/// and dated that day. It says when it was emailed; the day of the email stays the letter's date
/// for the office, while the readers' time runs from the post. Returns why that cannot be done, a
/// sentence; "" when the letter is made. Inside a transaction.
std::string reissue_by_post(Office& office, const outbox::Parcel& parcel,
                            const Reader::Emailed& emailed, Instant at, Instant real_now);

/// Why a letter must not go, as things are now; "" when it may. One whose step has left before (for
/// another reader, or by an email that came back) is judged as if it had not: the plan itself asks
/// nothing more of it.
std::string why_not_now(const outbox::Parcel& parcel, const Look& look, Office& office, Instant at);

/// Why a letter was set aside.
struct SetAside {
    std::string reason;
    bool anew = false;      ///< it is still owed, in the way on record now
    bool approved = false;  ///< … and whoever approved it approved its words (decision 0099)
};

/// After that: where its step has left before, nothing else would write the letter again. What is
/// still owed is written anew. Where that cannot be done its reader's time waits, and a person is
/// asked. Inside a transaction.
void after_setting_aside(const outbox::Parcel& parcel, const Look& look, const SetAside& aside,
                         Office& office, Instant at, Instant real_now);

}  // namespace postroom::daemon
