// What lets an archive be checked without Postroom: the files VERIFY.md, verify.py and
// verify_export.py beside this one, byte for byte. The first two lie in every archive of format
// version 1.
#pragma once

#include <string_view>

namespace postroom::archive {

std::string_view verify_guide();
std::string_view verify_program();
std::string_view verify_export_program();  ///< goes into exports, with verify_program()

}  // namespace postroom::archive
