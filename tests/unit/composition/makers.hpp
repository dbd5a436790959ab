#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "composition/compose.hpp"
#include "composition/letter.hpp"

namespace postroom::composition {

inline constexpr const char* plain_head =
    "title: A test\n"
    "subject: \"Your complaint: our reference {{reference}}\"\n"
    "channels: [letter, email]\n";

/// A letter of this body. `fields` are its declared names besides the subject's.
inline std::string letter_text(const std::string& body, const std::string& fields = "",
                               const std::string& more_front = "") {
    return "---\n" + std::string(plain_head) + "fields: [reference" +
           (fields.empty() ? "" : ", " + fields) + "]\n" + more_front + "---\n" + body;
}

inline ExpectedAll<Letter> read(const std::string& text,
                                const templating::Template::Partials& partials = {}) {
    return Letter::parse("stage1/test", text, "letters/test.md", partials);
}

inline Letter letter(const std::string& body, const std::string& fields = "",
                     const std::string& more_front = "") {
    auto result = read(letter_text(body, fields, more_front));
    if (!result) throw std::runtime_error(to_text(result.error()));
    return std::move(*result);
}

inline std::string refused(const std::string& text,
                           const templating::Template::Partials& partials = {}) {
    const auto result = read(text, partials);
    return result ? "accepted" : to_text(result.error());
}

inline Frame frame() {
    return {.reference = "CC-1",
            .date = "17 March 2025",
            .addressee = {"Ms Asha Patel", "1 High Street", "LE1 1AA"},
            .salutation = "Dear Ms Patel",
            .sign_off = "Yours sincerely",
            .signatory = {"Sam Green", "Complaints officer"},
            .contact = {"Example Council"}};
}

inline document::Document composed(const Letter& from, templating::Record fields = {}) {
    fields["reference"] = std::string("CC-1");
    auto result = compose(from, fields, frame());
    if (!result) throw std::runtime_error(to_text(result.error()));
    return std::move(*result);
}

/// The blocks of a body, without its "# Title".
inline std::vector<document::Block> blocks(const std::string& body, const std::string& fields = "",
                                           const templating::Record& values = {}) {
    auto all = composed(letter("# Title\n\n" + body, fields), values).body;
    all.erase(all.begin());
    return all;
}

}  // namespace postroom::composition
