// The catalogue of correspondence against the procedures: which step answers each number.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "daemon/studio/studio.hpp"

namespace postroom::daemon {

/// A step that answers a number of the catalogue, or what Postroom does for it in "all"
/// procedures; or why a procedure needs no step for it. Without a procedure when nothing answers
/// it.
struct LetterRow {
    static constexpr std::string_view does_not_apply = "does not apply";  ///< as release

    std::string catalogue;
    std::string about;  ///< the catalogue's own words
    std::string procedure;
    std::string step;
    std::string letter;     ///< empty: a task for a person
    std::string registers;  ///< "adult, young person", "adult, young person (Welsh)"
    std::string to;
    std::string release;
    std::string source;
};

/// In the catalogue's order (config/catalogue.yaml); within a number by procedure, then as its
/// steps stand in the file. Steps with a number that the catalogue does not know are problems.
ExpectedAll<std::vector<LetterRow>> letters_table(const Setting& setting, const Studio& studio);

/// docs/letters.md, whole.
std::string as_markdown(const std::vector<LetterRow>& rows);

}  // namespace postroom::daemon
