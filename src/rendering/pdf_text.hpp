// How PDF spells numbers, texts and dates.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.hpp"

namespace postroom::rendering {

/// UTF-16BE as hexadecimal digits, without brackets.
void append_utf16_hex(std::string& text, char32_t character);

/// A text string: "(plain)" or "<FEFF0044…>". The text must be UTF-8.
std::string text_string(std::string_view text);

/// A literal string in brackets, for bytes that are not text.
std::string literal_string(std::string_view bytes);

/// At most two decimals, no exponent.
void append_number(std::string& text, double value);
int hundredths(double value);
void append_hundredths(std::string& text, int value);
void append_number(std::string& text, int value);

std::string escape_xml(std::string_view text);

/// "2025-03-17T09:30:00" of an instant in UTC.
std::string iso_date_time(Instant instant);
/// "D:20250317093000Z"
std::string pdf_date(Instant instant);

}  // namespace postroom::rendering
