// Text as a voice must say it: dates in words, references and telephone numbers sign by sign.
#pragma once

#include <string>
#include <string_view>

namespace postroom::rendering {

/// English. "17 March 2025" → "the seventeenth of March twenty twenty-five"; "CC-2025-0042" →
/// "C, C, dash, two zero two five, dash, zero zero four two"; "0116 496 0000" → "zero one one six,
/// four nine six, …"; emails, web addresses, postcodes, clock times and pounds likewise. All else
/// is left as it is.
std::string as_heard(std::string_view text);

}  // namespace postroom::rendering
