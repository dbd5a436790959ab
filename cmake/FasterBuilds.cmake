# Tools that save time when they are present; the build is the same without them.
include(CheckLinkerFlag)

option(POSTROOM_PRECOMPILED_HEADERS "Parse the standard and test headers once (not for clang-tidy)" OFF)

# ccache keeps what was compiled with a precompiled header only when told so.
find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE})
endif()

check_linker_flag(CXX -fuse-ld=lld POSTROOM_HAS_LLD)
if(POSTROOM_HAS_LLD)
  add_link_options(-fuse-ld=lld)
endif()

# Tests share the parse of GoogleTest and RapidCheck (-0.4 to -0.9 s a file of 1.6 to 5.6 s, measured).
# Our libraries have none: it saves them 0.3 s a file and would hide a missing #include.
function(parse_test_headers_once target)
  if(NOT POSTROOM_PRECOMPILED_HEADERS)
    return()
  endif()
  if(NOT TARGET postroom_test_headers)
    # An executable, because position-independent code of a library does not fit the tests'.
    file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/test_headers.cpp CONTENT "int main() {}\n")
    add_executable(postroom_test_headers EXCLUDE_FROM_ALL ${CMAKE_BINARY_DIR}/test_headers.cpp)
    target_link_libraries(postroom_test_headers PRIVATE postroom_options
                          GTest::gmock GTest::gtest RapidCheck::rapidcheck)
    target_precompile_headers(postroom_test_headers PRIVATE
                              <gmock/gmock.h> <gtest/gtest.h> <rapidcheck.h>)
    # Only what is tested need be fast: optimising the tests takes longer than it saves.
    target_compile_options(postroom_test_headers PRIVATE -O0)
  endif()
  target_compile_options(${target} PRIVATE -O0)
  target_precompile_headers(${target} REUSE_FROM postroom_test_headers)
  # A test whose libraries define macros of their own parses the headers itself.
  set_target_properties(${target} PROPERTIES PCH_WARN_INVALID OFF)
endfunction()
