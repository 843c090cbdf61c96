# Says what failed and why after a plain `ctest`, which would keep it in a log.
# CTest runs this after the tests, in the build folder: see CTestCustom.cmake.
cmake_minimum_required(VERSION 3.25)

# CTest may have shown it already; the presets and these variables say so.
if(DEFINED ENV{WORKBOOK_FAILURES_SHOWN} OR
   NOT "$ENV{CTEST_OUTPUT_ON_FAILURE}" STREQUAL "")
  return()
endif()

set(log Testing/Temporary/LastTest.log.tmp)
if(NOT EXISTS ${log})
  return()
endif()
file(READ ${log} rest)
while(rest MATCHES "Test: ")
  # One test: "1/4 Test: NAME", "Output:", a line, the output, "<end of output>",
  # the time, a line, and how it ended.
  string(FIND "${rest}" "<end of output>" end)
  if(end EQUAL -1)
    break()
  endif()
  string(SUBSTRING "${rest}" 0 ${end} record)
  math(EXPR end "${end} + 15")
  string(SUBSTRING "${rest}" ${end} -1 rest)
  if(rest MATCHES "^[^-]*[-]+\n(Test Fail|Test Timeout)")
    string(REGEX REPLACE "^.*Test: ([^\n]*)\n.*" "\\1" name "${record}")
    string(REGEX REPLACE "^.*\nOutput:\n[-]+\n" "" output "${record}")
    message("\n--- ${name}\n${output}")
  endif()
endwhile()
