# workbook_real(exo38-server 38): the reference, in the program of the demo,
# answers real clients over real TCP.
#
# It makes real.38.NAME of each script in tests/real/exo38-server, which is
# called with the program. A script names the tool that it needs in a line
# "# needs: redis-cli"; where that is missing, the check is left out. In a line
# "# with: 43" it names another exercise: it is then called with the program of
# that one as well. The scripts are written for Linux.
function(workbook_real folder number)
  add_executable(program${number}
    ${PROJECT_SOURCE_DIR}/exercises/${folder}/demo.cpp)
  target_link_libraries(program${number} PRIVATE
    reference${number} exo${number}_given)
  add_dependencies(prove.${number} program${number})
  if(NOT CMAKE_SYSTEM_NAME STREQUAL Linux)
    return()
  endif()
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
    set(other "")
    file(STRINGS ${script} with LIMIT_COUNT 1 REGEX "^# with: [0-9]+$")
    if(with)
      string(REPLACE "# with: " "program" program "${with}")
      if(NOT TARGET ${program})
        message(STATUS "real.${number}.${name} is left out: no ${program}")
        continue()
      endif()
      set(other $<TARGET_FILE:${program}>)
      add_dependencies(prove.${number} ${program})
    endif()
    add_test(NAME real.${number}.${name} COMMAND ${script}
      $<TARGET_FILE:program${number}> ${other})
    set_tests_properties(real.${number}.${name} PROPERTIES TIMEOUT 120)
  endforeach()
endfunction()

# workbook_race(exo38-server 38 server.cpp): the target race38, for ./exo race:
# the program of the demo with the learner's file and with the reference,
# optimised, and Asio as well; for the exercises that have a script
# tests/real/exo38-server/race.
function(workbook_race folder number file)
  cmake_path(GET file FILENAME name)
  set(solution ${PROJECT_SOURCE_DIR}/solutions/${folder}/${name})
  if(NOT EXISTS ${solution} OR
     NOT EXISTS ${PROJECT_SOURCE_DIR}/tests/real/${folder}/race)
    return()
  endif()
  add_custom_target(race${number})
  foreach(racer IN ITEMS yours reference)
    set(target racer${number}.${racer})
    set(answer ${file})
    if(racer STREQUAL reference)
      set(answer ${solution})
    endif()
    add_executable(${target} EXCLUDE_FROM_ALL
      ${PROJECT_SOURCE_DIR}/exercises/${folder}/demo.cpp ${answer})
    target_include_directories(${target} PRIVATE
      ${PROJECT_SOURCE_DIR}/exercises/${folder}
      ${PROJECT_SOURCE_DIR}/exercises/include)
    target_compile_options(${target} PRIVATE -O2 -g0)
    target_compile_definitions(${target} PRIVATE NDEBUG)
    target_link_libraries(${target} PRIVATE workbook_asio_headers fmt::fmt)
    add_dependencies(race${number} ${target})
  endforeach()
endfunction()
