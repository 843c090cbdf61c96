# The libraries that every exercise's programs share.
#
#   workbook_learner   what a learner's file, a solution or a demo needs
#   workbook_words     languages, texts, and what compilers' messages mean
#   workbook_support   the tests' main, teacher, gates and stages

add_library(workbook_learner INTERFACE)
target_include_directories(workbook_learner INTERFACE
  ${PROJECT_SOURCE_DIR}/exercises/include)
target_link_libraries(workbook_learner INTERFACE
  workbook::asio fmt::fmt workbook_warnings)

# The headers that a learner's file may need, read once by the compiler.
set(precompiled
  <asio.hpp>
  <asio/experimental/awaitable_operators.hpp>
  <asio/experimental/channel.hpp>
  <asio/experimental/concurrent_channel.hpp>
  <asio/experimental/parallel_group.hpp>
  <workbook/asio.hpp>
  <fmt/format.h>
  <filesystem> <fstream> <functional> <future> <map> <memory> <mutex>
  <optional> <string> <thread> <variant> <vector>)

# Templates compiled once, where this version of Asio has them as expected.
if(NOT DEFINED WORKBOOK_COMPILED_ONCE)
  set(instances ${PROJECT_BINARY_DIR}/precompiled/instances.cpp)
  file(CONFIGURE OUTPUT ${instances} @ONLY CONTENT
"#define WORKBOOK_INSTANTIATE template
#include \"@PROJECT_SOURCE_DIR@/cmake/compiled_once.hpp\"
")
  message(CHECK_START "Compiling the common parts of Asio once")
  if(CMAKE_CXX_COMPILER_ID MATCHES "^(GNU|Clang)$")
    # Only whether it compiles: that takes a third of the time.
    separate_arguments(flags NATIVE_COMMAND "${CMAKE_CXX_FLAGS}")
    execute_process(COMMAND ${CMAKE_CXX_COMPILER} ${flags}
      ${CMAKE_CXX20_STANDARD_COMPILE_OPTION} -DASIO_SEPARATE_COMPILATION
      -I${ASIO_INCLUDE_DIR} -fsyntax-only ${instances}
      RESULT_VARIABLE failed OUTPUT_QUIET ERROR_QUIET)
    set(compiles TRUE)
    if(failed)
      set(compiles FALSE)
    endif()
    set(WORKBOOK_COMPILED_ONCE ${compiles} CACHE INTERNAL
      "Whether the common parts of Asio can be compiled once")
  else()
    set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
    try_compile(WORKBOOK_COMPILED_ONCE ${PROJECT_BINARY_DIR}/precompiled
      SOURCES ${instances}
      CMAKE_FLAGS -DINCLUDE_DIRECTORIES=${ASIO_INCLUDE_DIR}
      COMPILE_DEFINITIONS -DASIO_SEPARATE_COMPILATION
      CXX_STANDARD 20 CXX_STANDARD_REQUIRED ON CXX_EXTENSIONS OFF)
    unset(CMAKE_TRY_COMPILE_TARGET_TYPE)
  endif()
  if(WORKBOOK_COMPILED_ONCE)
    message(CHECK_PASS "possible")
  else()
    message(CHECK_FAIL "not with this version: edits take longer to compile")
  endif()
endif()
if(WORKBOOK_COMPILED_ONCE)
  target_sources(workbook_asio PRIVATE
    ${PROJECT_BINARY_DIR}/precompiled/instances.cpp)
  list(APPEND precompiled ${PROJECT_SOURCE_DIR}/cmake/compiled_once.hpp)
endif()

file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/precompiled/precompiled.cpp @ONLY
  CONTENT "// Owns the precompiled header.\n")
add_library(workbook_precompiled OBJECT EXCLUDE_FROM_ALL
  ${PROJECT_BINARY_DIR}/precompiled/precompiled.cpp)
target_link_libraries(workbook_precompiled PRIVATE workbook_learner)
target_precompile_headers(workbook_precompiled PRIVATE ${precompiled})

# workbook_precompile(target): the target's files read that header first.
function(workbook_precompile target)
  target_precompile_headers(${target} REUSE_FROM workbook_precompiled)
endfunction()

add_library(workbook_words STATIC EXCLUDE_FROM_ALL
  tests/support/event.cpp
  tests/support/explain.cpp
  tests/support/language.cpp
  tests/support/lanes.cpp
  tests/support/text.cpp)
target_include_directories(workbook_words PUBLIC ${PROJECT_SOURCE_DIR}/tests)
target_link_libraries(workbook_words PRIVATE fmt::fmt workbook_warnings)
workbook_given(workbook_words)

add_library(workbook_support OBJECT
  tests/support/attest.cpp
  tests/support/awkward.cpp
  tests/support/keeper.cpp
  tests/support/lesson.cpp
  tests/support/main.cpp
  tests/support/stage.cpp
  tests/support/story.cpp
  tests/support/teacher.cpp
  tests/support/watchdog.cpp)
target_link_libraries(workbook_support PUBLIC
  workbook_learner workbook_words Catch2::Catch2)
workbook_given(workbook_support)
if(NOT MSVC)
  # It is told a hundred thousand events in one run of some tests.
  set_source_files_properties(tests/support/story.cpp PROPERTIES
    COMPILE_OPTIONS $<$<CONFIG:Debug>:-O1>)
endif()

# Tells a learner what came of a build: see cmake/run/.
add_executable(tell_build EXCLUDE_FROM_ALL
  ${PROJECT_SOURCE_DIR}/cmake/run/tell_build.cpp)
target_link_libraries(tell_build PRIVATE workbook_words workbook_warnings)
workbook_given(tell_build)

# A clock that tests move (tests/support/clock.hpp), for the exercises that are
# marked "clock", where the system has it.
include(CheckCXXSymbolExists)
if(CMAKE_SYSTEM_NAME STREQUAL Linux)
  check_cxx_symbol_exists(__GLIBCXX__ version WORKBOOK_HAS_CLOCK)
endif()
if(WORKBOOK_HAS_CLOCK)
  add_library(workbook_clock OBJECT EXCLUDE_FROM_ALL tests/support/clock.cpp)
  target_include_directories(workbook_clock PUBLIC ${PROJECT_SOURCE_DIR}/tests)
  target_compile_definitions(workbook_clock INTERFACE WORKBOOK_HAS_CLOCK)
  set(wrapped _ZNSt6chrono3_V212steady_clock3nowEv
    _ZNSt6chrono3_V212system_clock3nowEv epoll_wait timerfd_settime nanosleep
    clock_nanosleep select)
  list(TRANSFORM wrapped PREPEND "LINKER:--wrap=")
  target_link_options(workbook_clock INTERFACE ${wrapped})
  target_link_libraries(workbook_clock PRIVATE workbook_warnings)
  workbook_given(workbook_clock)
endif()
