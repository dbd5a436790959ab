// Emails of several cases to one officer on one day, made into one (domain 4, edge case 3).
#pragma once

#include <string>
#include <vector>

#include "cases/case.hpp"
#include "daemon/studio/look.hpp"
#include "daemon/studio/readers.hpp"
#include "daemon/studio/studio.hpp"
#include "document/document.hpp"
#include "rendering/email.hpp"

namespace postroom::daemon {

/// What is kept of an email, besides its bytes, while others to the same officer are looked for.
struct JoinableEmail {
    document::Document document;
    CaseReference reference;
    cases::Party primary;                ///< whom it is to
    std::vector<rendering::Mailbox> cc;  ///< as the header names them
    std::string procedure;               ///< whose office writes
    calendar::Day due;  ///< when the complaint's stage is, which the part speaks of
};

/// The email that the document becomes, to that reader, about the stage that is due then or, where
/// no clock runs, on `due`.
JoinableEmail joinable_email(const Look& look, const Reader& reader, document::Document document,
                             calendar::Day due);

/// One email may say both: same office, same officers named in it.
bool may_join(const JoinableEmail& one, const JoinableEmail& other);

/// One email that says what each of `emails` says, the most urgent first; at least two, all of
/// which may join. `at` is its date.
ExpectedAll<Bytes> join_emails(std::vector<const JoinableEmail*> emails, const Studio& studio,
                               Instant at, const std::string& message_id,
                               const std::string& checkpoint);

}  // namespace postroom::daemon
