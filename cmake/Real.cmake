# workbook_real(exo38-server 38): the reference, in the program of the demo,
# answers real clients over real TCP.
#
# It makes real.38.NAME of each script in tests/real/exo38-server, which is
# called with the program. A script names the tool that it needs in a line
# "# needs: redis-cli"; where that is missing, the check is left out.
function(workbook_real folder number)
  add_executable(program${number}
    ${PROJECT_SOURCE_DIR}/exercises/${folder}/demo.cpp)
  target_link_libraries(program${number} PRIVATE
    reference${number} exo${number}_given)
  file(GLOB scripts CONFIGURE_DEPENDS
    ${PROJECT_SOURCE_DIR}/tests/real/${folder}/*.sh)
  foreach(script IN LISTS scripts)
    cmake_path(GET script STEM name)
    file(STRINGS ${script} needs LIMIT_COUNT 1 REGEX "^# needs: ")
    string(REPLACE "# needs: " "" tool "${needs}")
    find_program(WORKBOOK_TOOL_${tool} ${tool})
    if(NOT WORKBOOK_TOOL_${tool})
      message(STATUS "real.${number}.${name} is left out: no ${tool} here")
      continue()
    endif()
    add_test(NAME real.${number}.${name} COMMAND ${script}
      $<TARGET_FILE:program${number}>)
    set_tests_properties(real.${number}.${name} PROPERTIES TIMEOUT 120)
  endforeach()
  add_dependencies(prove.${number} program${number})
endfunction()
