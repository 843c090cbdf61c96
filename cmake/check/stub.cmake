# Each step of a stub fails, and says so as an invitation.
#   PROGRAM the test program   EXO exo31   STEPS how many
#   EMULATOR what runs it, if it is for another system
cmake_minimum_required(VERSION 3.25)

foreach(step RANGE 1 ${STEPS})
  foreach(language_invitation IN ITEMS "en is yours to write" "fr à vous de l'écrire")
    string(SUBSTRING "${language_invitation}" 0 2 language)
    string(SUBSTRING "${language_invitation}" 3 -1 invitation)
    execute_process(
      COMMAND ${CMAKE_COMMAND} -E env WORKBOOK_LANG=${language}
        ${EMULATOR} ${PROGRAM} "[step${step}]"
      OUTPUT_VARIABLE output ERROR_VARIABLE output RESULT_VARIABLE status)
    if(status EQUAL 0)
      message(SEND_ERROR "${EXO} step ${step} passes: this is not a stub")
    elseif(NOT output MATCHES
             "${EXO}( step ${step}: [a-zA-Z]|, étape ${step} \\([a-zA-Z])" OR
           NOT output MATCHES "${invitation}")
      message(SEND_ERROR
        "${EXO} step ${step} fails without its invitation:\n${output}")
    endif()
  endforeach()
endforeach()
