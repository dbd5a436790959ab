# Every outside library, found once. What each is for: docs/decisions/0002-dependencies.md.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)

# Debian's Poco names a target that nobody defines.
find_package(PostgreSQL REQUIRED)
if(NOT TARGET PostgreSQL::client)
  add_library(PostgreSQL::client INTERFACE IMPORTED)
  target_link_libraries(PostgreSQL::client INTERFACE PostgreSQL::PostgreSQL)
endif()
find_package(Poco 1.11 REQUIRED COMPONENTS
  Foundation Util JSON XML Zip Net NetSSL Crypto Data DataSQLite DataPostgreSQL)
find_package(SQLite3 REQUIRED)
find_package(OpenSSL 3 REQUIRED)

find_package(GTest REQUIRED)
find_package(mstch REQUIRED)
# Debian splits md4c; its CMake file wants both halves, its pkg-config file does not.
pkg_check_modules(md4c REQUIRED IMPORTED_TARGET md4c)
find_package(harfbuzz REQUIRED)
find_package(ICU REQUIRED COMPONENTS uc)
find_package(tl-expected REQUIRED)
find_package(CLI11 REQUIRED)
find_package(date REQUIRED)
find_package(qpdf REQUIRED)
find_package(EXPAT REQUIRED)
find_package(PNG REQUIRED)
pkg_check_modules(xlsxwriter REQUIRED IMPORTED_TARGET xlsxwriter)
pkg_check_modules(gmime REQUIRED IMPORTED_TARGET gmime-3.0)
pkg_check_modules(yaml REQUIRED IMPORTED_TARGET yaml-0.1)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(liblouis REQUIRED IMPORTED_TARGET liblouis)
pkg_check_modules(libdeflate REQUIRED IMPORTED_TARGET libdeflate)
pkg_check_modules(qrencode REQUIRED IMPORTED_TARGET libqrencode)

find_path(HPDF_INCLUDE hpdf.h REQUIRED)
find_library(HPDF_LIBRARY hpdf REQUIRED)
add_library(hpdf::hpdf UNKNOWN IMPORTED)
set_target_properties(hpdf::hpdf PROPERTIES
  IMPORTED_LOCATION ${HPDF_LIBRARY} INTERFACE_INCLUDE_DIRECTORIES ${HPDF_INCLUDE})

find_path(LAME_INCLUDE lame/lame.h REQUIRED)
find_library(LAME_LIBRARY mp3lame REQUIRED)
add_library(lame::lame UNKNOWN IMPORTED)
set_target_properties(lame::lame PROPERTIES
  IMPORTED_LOCATION ${LAME_LIBRARY} INTERFACE_INCLUDE_DIRECTORIES ${LAME_INCLUDE})

find_path(RAPIDCHECK_INCLUDE rapidcheck.h REQUIRED)
find_library(RAPIDCHECK_LIBRARY rapidcheck REQUIRED)
add_library(RapidCheck::rapidcheck UNKNOWN IMPORTED)
set_target_properties(RapidCheck::rapidcheck PROPERTIES
  IMPORTED_LOCATION ${RAPIDCHECK_LIBRARY} INTERFACE_INCLUDE_DIRECTORIES ${RAPIDCHECK_INCLUDE})

find_path(RAPIDJSON_INCLUDE rapidjson/reader.h REQUIRED)
add_library(rapidjson::rapidjson INTERFACE IMPORTED)
set_target_properties(rapidjson::rapidjson PROPERTIES INTERFACE_INCLUDE_DIRECTORIES ${RAPIDJSON_INCLUDE})
