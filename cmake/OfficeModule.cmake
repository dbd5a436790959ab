# One module = one folder of src/, one static library, and the modules it may import.
# The import table of docs/architecture.md is the law; tests/architecture compares the two.

add_library(postroom_options INTERFACE)
target_include_directories(postroom_options INTERFACE ${CMAKE_SOURCE_DIR}/src)
target_compile_options(postroom_options INTERFACE
  -Wall -Wextra -Wconversion -Wshadow -Wnon-virtual-dtor
  # Designated initialisers leave the rest at its default on purpose.
  -Wno-missing-field-initializers
  $<$<BOOL:${POSTROOM_WARNINGS_AS_ERRORS}>:-Werror>)
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # GCC 12 warns of std::string(literal) + literal, depending on the length of the clone's own path
  # (GCC bugs 105329 and 105651). The sanitizers find the real ones. Under the sanitizers it also takes
  # a std::variant for uninitialised (bug 80635): the asan preset turns that warning off.
  target_compile_options(postroom_options INTERFACE -Wno-array-bounds -Wno-restrict
                                                    -Wno-stringop-overflow)
endif()

# office_module(NAME IMPORTS module... LIBRARIES library...); the target of daemon/work is postroom_daemon_work
function(office_module name)
  cmake_parse_arguments(ARG "" "" "IMPORTS;LIBRARIES" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  string(REPLACE "/" "_" name ${name})
  list(TRANSFORM ARG_IMPORTS REPLACE "/" "_")
  list(TRANSFORM ARG_IMPORTS PREPEND postroom_)
  if(sources)
    add_library(postroom_${name} STATIC ${sources})
    target_link_libraries(postroom_${name} PUBLIC postroom_options ${ARG_IMPORTS}
                                           PRIVATE ${ARG_LIBRARIES})
  else()
    add_library(postroom_${name} INTERFACE)
    target_link_libraries(postroom_${name} INTERFACE postroom_options ${ARG_IMPORTS})
  endif()
endfunction()

# office_test(NAME LINKS target...): every *.cpp of this folder is one test program.
function(office_test name)
  cmake_parse_arguments(ARG "" "" "LINKS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  if(NOT sources)
    message(WARNING "${CMAKE_CURRENT_SOURCE_DIR} holds no tests yet")
    return()
  endif()
  add_executable(test_${name} ${sources})
  target_link_libraries(test_${name} PRIVATE ${ARG_LINKS} postroom_options
                        GTest::gmock GTest::gtest GTest::gtest_main RapidCheck::rapidcheck)
  parse_test_headers_once(test_${name})
  target_compile_definitions(test_${name} PRIVATE
    POSTROOM_SOURCE_TREE="${CMAKE_SOURCE_DIR}" POSTROOM_BINARY_TREE="${CMAKE_BINARY_DIR}")
  add_test(NAME ${name} COMMAND test_${name} --gtest_brief=1)
  set_tests_properties(${name} PROPERTIES TIMEOUT 600)
endfunction()
