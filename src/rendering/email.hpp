// An email as the exact bytes that will be sent: composed once, with GMime.
#pragma once

#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "base/expected.hpp"

namespace postroom::rendering {

struct Mailbox {
    std::string name;  ///< may be empty
    std::string email;
    bool operator==(const Mailbox&) const = default;
};

struct Attachment {
    std::string file_name;     ///< carries no personal data; RFC 2231, with an ASCII stand-in
    std::string content_type;  ///< "application/pdf"
    Bytes bytes;
};

/// Everything an email is made of; no clock and no randomness in here.
struct EmailParts {
    Mailbox from;
    Mailbox to;
    std::vector<Mailbox> cc;  ///< officers of the council only; each has a parcel of its own
    Mailbox reply_to;         ///< empty email: none
    std::string subject;
    std::string text;
    std::string html;  ///< empty: text alone
    std::vector<Attachment> attachments;
    std::string message_id;  ///< without angle brackets: "<parcel id>@<council domain>"
    std::vector<std::string> references;  ///< earlier message ids of the case, without brackets
    Instant date;
    int utc_offset_minutes = 0;  ///< London's at that instant
    /// Further headers of ours, e.g. {"Archive-Checkpoint", …}. Names are fixed by the caller.
    std::vector<std::pair<std::string, std::string>> headers;
};

/// RFC 5322 bytes: CRLF line ends, 7-bit, multipart/alternative (text first), Auto-Submitted:
/// auto-generated, Date and Message-ID as given, boundaries derived from the content. Same parts,
/// same bytes. A control or bidirectional character in any header source, or an address that is
/// not one (≤ 320 characters, ASCII local@host by grammar), is an error naming the field.
Expected<Bytes> compose_email(const EmailParts& parts);

/// True when the text is an address this service will write to.
bool is_email_address(const std::string& text);

}  // namespace postroom::rendering
