// What went wrong, where, and what to do: the one shape every expected trouble takes.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace postroom {

/// A trouble that belongs to the work (a wrong file, a missing field), told to the person who can
/// mend it. Never holds a value from a case: names of files, cases and fields only, because
/// problems are printed and logged.
struct Problem {
    std::string what;         ///< what failed, as a sentence without a final stop
    std::string remedy = {};  ///< what to do about it; may be empty
    std::string file = {};    ///< file name as the user gave it; empty when there is none
    int line = 0;             ///< 1-based; 0 when unknown
    std::string case_reference = {};
    std::string field = {};

    bool operator==(const Problem&) const = default;
};

using Problems = std::vector<Problem>;

/// "letters/x.md:12: case CC-1, field reason: … ; to do". One line, no trailing newline.
std::string to_text(const Problem& problem);

/// One line for each problem.
std::string to_text(const Problems& problems);

/// The same problem, said of this case.
inline Problem of_case(Problem problem, std::string reference) {
    problem.case_reference = std::move(reference);
    return problem;
}

}  // namespace postroom
