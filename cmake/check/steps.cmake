# Each step of an exercise passes before anything of the next one is written.
#   PROGRAM the tests with what step_source has written
#   EXO exo31   STEPS how many
# It also looks whether the next step fails: if not, nothing was taken away.
cmake_minimum_required(VERSION 3.25)

if(STEPS LESS 2)
  return()
endif()
set(ENV{WORKBOOK_LANG} en)

# runs(step arguments...): leaves what the program says and how it ends in
# `output`, `status`.
macro(runs at)
  execute_process(COMMAND ${PROGRAM} "[step${at}]" ${ARGN}
    OUTPUT_VARIABLE output ERROR_VARIABLE output RESULT_VARIABLE status)
endmacro()

foreach(next RANGE 2 ${STEPS})
  math(EXPR step "${next} - 1")
  set(ENV{WORKBOOK_WRITTEN} ${step})
  runs(${step})
  if(NOT status EQUAL 0)
    # The invitation that a learner sees does not name the test.
    set(seen "${output}")
    runs(${step} --reporter console)
    message(SEND_ERROR "step ${step} of ${EXO} does not pass before step "
      "${next} is written:\n${seen}\n${output}")
  endif()
  runs(${next})
  if(status EQUAL 0 OR
     NOT output MATCHES "${EXO} step ${next}: [^\n]*yours to write")
    message(SEND_ERROR "step ${next} of ${EXO} does not say that it is still "
      "to be written, with nothing of it written:\n${output}")
  endif()
endforeach()
