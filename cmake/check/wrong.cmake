# A wrong answer fails at the step, and with the lesson, that it declares.
#   PROGRAM the test program   PATIENCE seconds before it hangs
#   ANSWER the file, whose first lines declare
#     // Asks one shop after another.
#     // breaks: "It ends when both have answered"
#     // step: 2
#     // lesson: one-after-another
# The first says what is wrong in it; promise_check looks at the second. The
# steps before the declared one pass. Where a sanitizer is at work, its report
# is as good as the lesson.
cmake_minimum_required(VERSION 3.25)

file(STRINGS ${ANSWER} step LIMIT_COUNT 1 REGEX "^// step: [0-9]+$")
file(STRINGS ${ANSWER} lesson LIMIT_COUNT 1 REGEX "^// lesson: [a-z0-9-]+$")
file(STRINGS ${ANSWER} what LIMIT_COUNT 1)
if(NOT what MATCHES "^// " OR what MATCHES "^// (breaks|step|lesson): ")
  message(FATAL_ERROR "${ANSWER} does not begin with a line that says what is "
    "wrong in it")
endif()
string(REGEX REPLACE ".*: " "" step "${step}")
string(REGEX REPLACE ".*: " "" lesson "${lesson}")
if(NOT step OR NOT lesson)
  message(FATAL_ERROR "${ANSWER} declares no step or no lesson")
endif()

# runs(step): leaves what the program says and how it ends in `output`, `status`.
macro(runs at)
  execute_process(COMMAND ${PROGRAM} "[step${at}]"
    OUTPUT_VARIABLE output ERROR_VARIABLE output RESULT_VARIABLE status)
endmacro()

set(ENV{WORKBOOK_PATIENCE} ${PATIENCE})
set(ENV{WORKBOOK_LANG} en)
set(before 1)
while(before LESS step)
  runs(${before})
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "fails at step ${before} already, before step ${step}:\n"
      "${output}")
  endif()
  math(EXPR before "${before} + 1")
endwhile()
# In both languages at the same time: what hangs does so for all its patience.
execute_process(COMMAND sh -c [[
    WORKBOOK_LANG=en "$0" "$1" >"$0.en" 2>&1 &
    WORKBOOK_LANG=fr "$0" "$1" >"$0.fr" 2>&1; fr=$?
    wait $!; echo "$?;$fr"]]
  ${PROGRAM} "[step${step}]"
  OUTPUT_VARIABLE statuses OUTPUT_STRIP_TRAILING_WHITESPACE)
set(languages en fr)
foreach(language status IN ZIP_LISTS languages statuses)
  file(READ ${PROGRAM}.${language} output)
  file(REMOVE ${PROGRAM}.${language})
  if(status EQUAL 0)
    message(FATAL_ERROR "passes step ${step}, and must not: either the tests do "
      "not see what is wrong, or it is wrong in another step")
  elseif(output MATCHES "Sanitizer:|runtime error:")
    message("caught by a sanitizer:\n${output}")
  elseif(NOT output MATCHES "\\[${lesson}\\]")
    message(FATAL_ERROR
      "fails at step ${step}, but not with lesson ${lesson}:\n${output}")
  elseif(output MATCHES "CATCH_CONFIG")
    message(FATAL_ERROR "speaks of Catch2, which no learner knows:\n${output}")
  endif()
endforeach()
message("${output}")
