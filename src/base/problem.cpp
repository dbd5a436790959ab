#include "base/problem.hpp"

namespace postroom {

std::string to_text(const Problem& problem) {
    std::string text;
    if (!problem.file.empty()) {
        text += problem.file;
        if (problem.line > 0) text += ":" + std::to_string(problem.line);
        text += ": ";
    }
    if (!problem.case_reference.empty()) text += "case " + problem.case_reference;
    if (!problem.field.empty()) {
        if (!problem.case_reference.empty()) text += ", ";
        text += "field " + problem.field;
    }
    if (!problem.case_reference.empty() || !problem.field.empty()) text += ": ";
    text += problem.what;
    if (!problem.remedy.empty()) text += "; " + problem.remedy;
    return text;
}

std::string to_text(const Problems& problems) {
    std::string text;
    for (const Problem& problem : problems) text += to_text(problem) + "\n";
    return text;
}

}  // namespace postroom
