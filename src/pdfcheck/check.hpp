// Whether a PDF keeps PDF/UA-1 and PDF/A-2a, rule by rule, in words an officer understands.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.hpp"

namespace postroom::pdfcheck {

/// One thing the standards ask. Ids follow the clause and test number that public validators use:
/// "UA-7.1-3" of ISO 14289-1, "A-6.1.3-1" of ISO 19005-2; "PR-…" are our own.
struct Rule {
    std::string_view id;
    std::string_view also;  ///< the same rule in the other standard; may be empty
    std::string_view asks;  ///< a sentence
};
std::span<const Rule> rules();

struct Finding {
    const Rule* rule = nullptr;
    std::string where;  ///< "page 2, object 14"
    std::string what;   ///< how it breaks the rule; never text from the page
};

struct Report {
    int pages = 0;
    std::vector<Finding> findings;
    std::size_t left_out = 0;             ///< findings beyond the first of each rule
    std::vector<std::string> not_judged;  ///< what these rules could not be asked of
    bool passes() const { return findings.empty(); }
};

/// Fails only when there is nothing to judge: not a PDF, or one that needs a password. `name` is
/// for messages. Bounded in memory and time whatever the file holds.
Expected<Report> check(std::string_view pdf, const std::string& name);

}  // namespace postroom::pdfcheck
