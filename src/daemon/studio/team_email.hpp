// What every letter and email of the team has in common, whether it belongs to a case or not.
#pragma once

#include <string>

#include "composition/compose.hpp"
#include "daemon/studio/studio.hpp"
#include "rendering/email.hpp"

namespace postroom::daemon {

/// Date, greeting, signature and contact lines. `officer` signs; null: the team's own. `procedure`
/// is the id of the one whose office writes; "" for what belongs to no case.
composition::Frame team_frame(const composition::Letter& letter, const cases::Party& reader,
                              const cases::Party* officer, const Studio& studio,
                              const std::string& procedure, calendar::Day today);

rendering::Mailbox mailbox_of(const cases::Party& party);

/// A letter that belongs to no case: only the office's own fields, today and `more` have values.
/// `procedure` is the id of the one whose office writes; "" for the council's own.
ExpectedAll<document::Document> compose_for_no_case(const composition::Letter& letter,
                                                    const cases::Party& reader,
                                                    const Studio& studio, calendar::Day today,
                                                    const templating::Record& more = {},
                                                    const std::string& procedure = {});

/// From the team, text and HTML, with our own headers; copies and attachments are the caller's.
rendering::EmailParts team_email(const document::Document& document, rendering::Mailbox to,
                                 const Studio& studio, const std::string& procedure, Instant at,
                                 const std::string& message_id, const std::string& checkpoint);

}  // namespace postroom::daemon
