// What a PDF says about itself: title, dates, and the standards it keeps.
#pragma once

#include <string>

#include "base/clock.hpp"

namespace postroom::rendering {

/// The XMP packet of a PDF/UA-1 and PDF/A-2a file; agrees with `information`.
std::string xmp_packet(const std::string& title, Instant created, const std::string& producer);

/// What the files that libharu wrote say of who wrote them.
extern const char* const libharu_producer;

/// The inside of the information dictionary.
std::string information(const std::string& title, Instant created, const std::string& producer);

/// A document's language as a reader's voice is chosen by: "en" becomes "en-GB".
std::string spoken_language(const std::string& language);

}  // namespace postroom::rendering
