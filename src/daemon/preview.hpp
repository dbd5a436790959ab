// A letter as its reader would get it, from a case or from the built-in sample. Sends nothing.
#pragma once

#include <optional>
#include <string>

#include "cases/case.hpp"
#include "daemon/studio.hpp"

namespace postroom::daemon {

enum class Rendition { pdf, html, text, eml };
std::optional<Rendition> rendition_named(std::string_view name);

/// The letter's bytes. `file` is the case to use; nothing: the sample. Whatever the letter's
/// channels are, any rendition is made.
ExpectedAll<Bytes> preview(const std::string& letter, Rendition rendition,
                           const std::optional<cases::CaseFile>& file, calendar::LocalTime now,
                           const Studio& studio);

}  // namespace postroom::daemon
