#pragma once

#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

#include "templating/template.hpp"

namespace postroom::templating {

inline Template parsed(const std::string& text, const Template::Partials& partials = {}) {
    auto result = Template::parse(text, "letters/a.md", partials);
    if (!result) throw std::runtime_error(to_text(result.error()));
    return std::move(*result);
}

/// The problems of a template that must not be accepted.
inline std::string refused(const std::string& text, const Template::Partials& partials = {}) {
    const auto result = Template::parse(text, "letters/a.md", partials);
    return result ? "accepted" : to_text(result.error());
}

inline std::string filled(const Template& wording, const Record& values) {
    const auto result = wording.fill(values);
    return result ? result->joined() : to_text(result.error());
}

inline std::string filled(const std::string& text, const Record& values) {
    return filled(parsed(text), values);
}

}  // namespace postroom::templating
