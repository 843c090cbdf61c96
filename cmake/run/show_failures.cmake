# Says what failed and why after a plain `ctest`, which would keep it in a log.
# CTest runs this after the tests, in the build folder: see CTestCustom.cmake.
cmake_minimum_required(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/say.cmake)

# Was it shown already? The preset says so; on Linux, so do CTest's arguments.
if(DEFINED ENV{WORKBOOK_FAILURES_SHOWN} OR
   NOT "$ENV{CTEST_OUTPUT_ON_FAILURE}" STREQUAL "")
  return()
endif()
if(EXISTS /proc/self/stat)
  file(READ /proc/self/stat stat)
  string(REGEX REPLACE "^.*\\) [A-Z] ([0-9]+) .*" "\\1" parent "${stat}")
  file(STRINGS /proc/${parent}/cmdline arguments)
  if(arguments MATCHES "--output-on-failure|--verbose|--extra-verbose|(^|;)-VV?(;|$)|show-only|;-N(;|$)")
    return()
  endif()
endif()

set(log Testing/Temporary/LastTest.log.tmp)
if(NOT EXISTS ${log})
  return()
endif()
file(READ ${log} rest)
while(rest MATCHES "Test: ")
  # One test: "1/4 Test: NAME", "Output:", a line, the output, "<end of output>",
  # the time, a line, and "Test Failed.".
  string(FIND "${rest}" "<end of output>" end)
  if(end EQUAL -1)
    break()
  endif()
  string(SUBSTRING "${rest}" 0 ${end} record)
  math(EXPR end "${end} + 15")
  string(SUBSTRING "${rest}" ${end} -1 rest)
  if(rest MATCHES "^[^-]*[-]+\n(Test Failed|Test Timeout)")
    string(REGEX REPLACE "^.*Test: ([^\n]*)\n.*" "\\1" name "${record}")
    string(REGEX REPLACE "^.*\nOutput:\n[-]+\n" "" output "${record}")
    message("\n--- ${name}\n${output}")
  endif()
endwhile()
