// A document as it is read aloud, by a voice or by a person on the telephone.
#pragma once

#include <string>

#include "base/expected.hpp"
#include "document/document.hpp"

namespace postroom::rendering {

/// One line for each thing said, blank lines where a reader pauses longer. Fails for a language
/// other than English, and for a character that an English voice cannot say, which it names.
Expected<std::string> render_audio_script(const document::Document& document);

}  // namespace postroom::rendering
