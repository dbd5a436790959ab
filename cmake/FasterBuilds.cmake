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
