# The three libraries of the workbook: Asio, Catch2 and fmt.
#
# Each comes from the system when it is there, else from its repository at a
# pinned commit. If neither is possible, one message says what to install.
#
#   workbook::asio    Asio, compiled once
#   Catch2::Catch2    Catch2 2 or 3
#   fmt::fmt          fmt
#
# The oldest versions that serve stand in versions.txt.

include(FetchContent)
find_package(Threads REQUIRED)

# Ends the configuration: what is missing, and how to get it.
function(workbook_missing libraries reason)
  file(STRINGS ${PROJECT_SOURCE_DIR}/cmake/packages.txt lists REGEX " learn ")
  set(ways "")
  foreach(list IN LISTS lists)
    string(REGEX REPLACE "^([a-z]+) learn " "\\1 install " way "${list}")
    string(REPLACE "pacman install" "pacman -S" way "${way}")
    string(REGEX REPLACE "^(apt|dnf|pacman)" "sudo \\1" way "${way}")
    string(APPEND ways "  ${way}\n")
  endforeach()
  message(FATAL_ERROR
    "The workbook needs ${libraries}, and ${reason}.\n"
    "Install the packages of your system, then run CMake again:\n${ways}")
endfunction()

# workbook_not_older(fmt 9.1.0 where): refuses a version before the oldest one.
function(workbook_not_older name version where)
  file(STRINGS ${PROJECT_SOURCE_DIR}/cmake/versions.txt oldest REGEX "^${name} ")
  string(REPLACE "${name} " "" oldest "${oldest}")
  if(version VERSION_LESS oldest)
    workbook_missing("${name} ${oldest} or newer" "${where} has ${version}")
  endif()
endfunction()

# Fetches one library by commit: workbook_fetch(fmt REPOSITORY url COMMIT sha).
# FETCHCONTENT_SOURCE_DIR_<NAME> may name a local copy instead.
function(workbook_fetch name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "REPOSITORY;COMMIT" "")
  string(TOUPPER ${name} upper)
  if(NOT FETCHCONTENT_SOURCE_DIR_${upper} AND NOT FETCHCONTENT_FULLY_DISCONNECTED)
    find_package(Git QUIET)
    if(NOT GIT_FOUND)
      workbook_missing(${name} "it is not installed, and there is no git to fetch it")
    endif()
    execute_process(
      COMMAND ${CMAKE_COMMAND} -E env GIT_TERMINAL_PROMPT=0
        ${GIT_EXECUTABLE} ls-remote ${arg_REPOSITORY} HEAD
      TIMEOUT 20 RESULT_VARIABLE failed OUTPUT_QUIET ERROR_QUIET)
    if(failed)
      workbook_missing(${name}
        "it is not installed and cannot be fetched from ${arg_REPOSITORY}")
    endif()
    message(STATUS "${name}: not installed, fetching it")
  endif()
  FetchContent_Declare(${name}
    GIT_REPOSITORY ${arg_REPOSITORY} GIT_TAG ${arg_COMMIT} SYSTEM)
  FetchContent_MakeAvailable(${name})
  set(${name}_SOURCE_DIR ${${name}_SOURCE_DIR} PARENT_SCOPE)
endfunction()

# Asio: headers only, so found by its header.
find_path(ASIO_INCLUDE_DIR asio.hpp)
if(NOT ASIO_INCLUDE_DIR)
  workbook_fetch(asio
    REPOSITORY https://github.com/chriskohlhoff/asio.git
    COMMIT 231cb29bab30f82712fcd54faaea42424cc6e710) # asio-1-36-0
  # Asio moved its headers up one folder in 2026.
  find_path(asio_fetched asio.hpp
    PATHS ${asio_SOURCE_DIR}/asio/include ${asio_SOURCE_DIR}/include
    NO_DEFAULT_PATH REQUIRED)
  set(ASIO_INCLUDE_DIR ${asio_fetched})
endif()
file(STRINGS ${ASIO_INCLUDE_DIR}/asio/version.hpp asio_version
  REGEX "#define ASIO_VERSION [0-9]+")
string(REGEX MATCH "[0-9]+" asio_version "${asio_version}")
# 102201 is 1.22.1.
math(EXPR major "${asio_version} / 100000")
math(EXPR minor "${asio_version} / 100 % 1000")
math(EXPR patch "${asio_version} % 100")
workbook_not_older(Asio ${major}.${minor}.${patch} ${ASIO_INCLUDE_DIR})

find_package(Catch2 QUIET)
if(NOT Catch2_FOUND)
  workbook_fetch(Catch2
    REPOSITORY https://github.com/catchorg/Catch2.git
    COMMIT fa43b77429ba76c462b1898d6cd2f2d7a9416b14) # v3.7.1
else()
  workbook_not_older(Catch2 ${Catch2_VERSION} ${Catch2_DIR})
endif()

find_package(fmt QUIET)
if(NOT fmt_FOUND)
  workbook_fetch(fmt
    REPOSITORY https://github.com/fmtlib/fmt.git
    COMMIT 407c905e45ad75fc29bf0f9bb7c5c2fd3475976f) # 12.1.0
else()
  workbook_not_older(fmt ${fmt_VERSION} ${fmt_DIR})
endif()

# Asio, for a program that compiles all of it in its own way.
add_library(workbook_asio_headers INTERFACE)
target_include_directories(workbook_asio_headers SYSTEM INTERFACE
  ${ASIO_INCLUDE_DIR})
target_link_libraries(workbook_asio_headers INTERFACE Threads::Threads)
# With libstdc++, Asio looks at what was included before it to decide how it
# allocates: its inline functions would differ from file to file, and what one
# has allocated another frees. So they are told, all of them the same.
target_compile_definitions(workbook_asio_headers INTERFACE
  ASIO_DISABLE_STD_ALIGNED_ALLOC)
# What it frees itself, g++ then takes for a mistake where it puts only one half
# of that in line.
target_compile_options(workbook_asio_headers INTERFACE
  $<$<CXX_COMPILER_ID:GNU>:-Wno-mismatched-new-delete>)
if(WIN32)
  # With completion ports, a thread of Asio's hands timers over a moment after
  # they have expired: too late for a stage, which runs what is ready.
  target_compile_definitions(workbook_asio_headers INTERFACE
    _WIN32_WINNT=0x0A00 ASIO_DISABLE_IOCP)
  # Sockets and random numbers; Visual C++ finds them by itself.
  target_link_libraries(workbook_asio_headers INTERFACE ws2_32 mswsock bcrypt)
  # Coroutines that await each other by the hundred need more stack than the
  # one megabyte that a program has there. On Linux it is eight.
  set(stack 8388608)
  if(MSVC)
    target_link_options(workbook_asio_headers INTERFACE /STACK:${stack})
  else()
    target_link_options(workbook_asio_headers INTERFACE
      LINKER:--stack,${stack})
  endif()
endif()
if(CMAKE_CXX_COMPILER_ID MATCHES Clang AND asio_version LESS 102600)
  # Before 1.26, Asio does not see that clang with libstdc++ has coroutines.
  target_compile_definitions(workbook_asio_headers INTERFACE
    ASIO_HAS_CO_AWAIT=1)
endif()

# Asio's own code is compiled here, once, and not in every file that uses it.
file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/asio/asio.cpp @ONLY
  CONTENT "#include <asio/impl/src.hpp>\n")
add_library(workbook_asio STATIC ${PROJECT_BINARY_DIR}/asio/asio.cpp)
add_library(workbook::asio ALIAS workbook_asio)
target_compile_definitions(workbook_asio PUBLIC ASIO_SEPARATE_COMPILATION)
target_link_libraries(workbook_asio PUBLIC workbook_asio_headers)
workbook_given(workbook_asio)

message(STATUS "Asio ${asio_version}, Catch2 ${Catch2_VERSION}, "
  "fmt ${fmt_VERSION}")
