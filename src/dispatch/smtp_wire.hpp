// What may go over an SMTP wire, and what comes back: grammar only, no socket.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"

namespace postroom::dispatch {

/// A dotted name of letters, digits and hyphens (RFC 1123).
bool is_host_name(std::string_view text);

/// local@host in the plain form of RFC 5321: no quoted local part, no comment, no address literal,
/// ASCII, within its limits. Nothing that passes can end an SMTP command early.
bool is_smtp_address(std::string_view text);

/// Why these bytes cannot travel unchanged, as a sentence; nothing when they can. They need CRLF at
/// every line's end and at the last, no other CR or LF, no NUL, at most 998 bytes a line.
std::optional<std::string> cannot_travel(std::string_view message);

bool has_eight_bit(std::string_view message);

/// A dot before each line that starts with one. The lines end in CRLF.
Bytes dot_stuffed(std::string_view message);

/// One whole reply. `lines` are without the code.
struct Reply {
    int code = 0;
    std::vector<std::string> lines;

    bool is_yes() const { return code / 100 == 2; }
    bool is_go_on() const { return code / 100 == 3; }
    bool is_not_now() const { return code / 100 == 4; }
    bool is_never() const { return code / 100 == 5; }
};

/// Collects a reply from bytes as they come. A reply has at most 100 lines of 1,000 bytes; lines
/// end in CRLF or LF and bear one code.
class ReplyParser {
  public:
    enum class Progress { needs_more, whole, broken };
    /// Takes the reply's bytes off the front of `received`; what follows it stays.
    Progress take(std::string& received);
    const Reply& reply() const { return reply_; }

  private:
    Reply reply_;
};

/// What the relay offered in its answer to EHLO.
struct Offers {
    bool start_tls = false;
    bool eight_bit = false;
    bool size = false;
    bool auth_plain = false;
    bool auth_login = false;
    bool auth_xoauth2 = false;
    bool dsn = false;  ///< reports on delivery can be asked for (RFC 3461)
};
Offers offers_in(const Reply& ehlo);

/// RFC 3461 xtext, for ORCPT: "+" and "=" as "+2B" and "+3D".
std::string to_xtext(std::string_view text);

/// A refusal, given after the recipient or the message was named, that speaks of our sender or our
/// right to send all the same. Servers name both first and judge us then: Postfix by default, and
/// Exchange at the very end.
bool speaks_of_the_sender(const Reply& reply);

/// The reply's text for the record: one line of at most 200 printable ASCII characters, with
/// "[address]" for anything like an address and for the local part of `recipient`.
std::string evidence_of(const Reply& reply, std::string_view recipient);

}  // namespace postroom::dispatch
