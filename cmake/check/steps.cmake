# Each step of an exercise passes before anything of the next one is written.
#   PROGRAM the tests with what step_source has written
#   EXO exo31   STEPS how many
# It also looks whether the next step fails: if not, nothing was taken away.
cmake_minimum_required(VERSION 3.25)

if(STEPS LESS 2)
  return()
endif()
set(ENV{WORKBOOK_LANG} en)
foreach(next RANGE 2 ${STEPS})
  math(EXPR step "${next} - 1")
  set(ENV{WORKBOOK_WRITTEN} ${step})
  execute_process(COMMAND ${PROGRAM} "[step${step}]"
    OUTPUT_VARIABLE output ERROR_VARIABLE output RESULT_VARIABLE status)
  if(NOT status EQUAL 0)
    message(SEND_ERROR "step ${step} of ${EXO} does not pass before step ${next} "
      "is written:\n${output}")
  endif()
  execute_process(COMMAND ${PROGRAM} "[step${next}]"
    OUTPUT_VARIABLE output ERROR_VARIABLE output RESULT_VARIABLE status)
  if(status EQUAL 0 OR NOT output MATCHES "${EXO} step ${next}: [^\n]*yours to write")
    message(SEND_ERROR "step ${next} of ${EXO} does not say that it is still to "
      "be written, with nothing of it written:\n${output}")
  endif()
endforeach()
