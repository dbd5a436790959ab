// Makers of small emails, and two foreign readers of them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "rendering/email.hpp"

namespace postroom::rendering {

inline EmailParts an_email() {
    EmailParts parts;
    parts.from = {"Complaints team", "complaints@council.example"};
    parts.to = {"Anita Patel", "anita.patel@mail.example"};
    parts.subject = "Your complaint: our reference CC-2025-0143";
    parts.text = "Dear Ms Patel\n\nWe have your complaint.\n";
    parts.html = "<p>Dear Ms Patel</p>\n";
    parts.message_id = "0123456789abcdef0123456789abcdef@council.example";
    parts.date = Instant{1742202000LL * 1'000'000};  // 2025-03-17T09:00:00Z
    return parts;
}

/// What a parser found: every value under its key, in order.
using ReadEmail = std::map<std::string, std::vector<std::string>>;

/// Python's email package, once for all messages (starting Python takes longer than the reading).
std::vector<ReadEmail> read_with_python(const std::vector<Bytes>& emails);

ReadEmail read_with_gmime(const Bytes& email);

/// What each parser must find in an email made of these parts.
ReadEmail as_sent(const EmailParts& parts);

/// Any text a person could type: every plane of Unicode, no surrogates, and nothing that
/// compose_email refuses.
std::string harmless(const std::vector<char32_t>& code_points);

}  // namespace postroom::rendering
