// What comes back after an email was handed over: reports that it could not be delivered, was
// delayed or arrived (RFC 3464, and what servers send that never read it), and automatic answers.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/expected.hpp"

namespace postroom::returns {

enum class Kind {
    failed,       ///< given up for good (5.x.x): the address does not work
    failed_once,  ///< given up for now (4.x.x): full, or the server was away
    delayed,      ///< still being tried
    delivered,    ///< reached the reader's server: delivered, relayed or expanded
    automatic,    ///< an out-of-office note or another machine's answer: triggers nothing
    other         ///< no report: perhaps a person answered
};

/// Everything in it comes from outside and is only good for looking up what we know ourselves.
struct ReturnedMessage {
    Kind kind = Kind::other;
    std::string status;                    ///< "5.1.1", or "" when none is given
    std::vector<std::string> recipients;   ///< addresses this message itself was sent to
    std::string envelope_id;               ///< ENVID of the transaction that is reported on
    std::vector<std::string> message_ids;  ///< of the email that came back, without brackets
};

/// The longest message that is read; reports are far shorter, returned attachments may be cut.
inline constexpr std::size_t longest_message = 4 * 1024 * 1024;

/// Never fails on what a message says, only when it is no message at all: too long, nested beyond
/// reason, or without a header. Problems hold no word of it.
Expected<ReturnedMessage> read_returned(std::string_view message);

}  // namespace postroom::returns
