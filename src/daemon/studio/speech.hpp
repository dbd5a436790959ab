// A text spoken by espeak-ng, which is a program of its own (GPL): started, fed and listened to.
#pragma once

#include <string>

#include "base/bytes.hpp"
#include "base/expected.hpp"

namespace postroom::daemon {

/// English at an easy pace, as WAV. A problem when the program is missing, fails, or takes longer
/// than a long letter needs. Nothing of the text touches the disk or a command line.
Expected<Bytes> speak(const std::string& script);

}  // namespace postroom::daemon
