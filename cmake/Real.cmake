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

# workbook_race(exo38-server 38 server.cpp): the target race38, for ./exo race:
# the program of the demo with the learner's file and with the reference,
# optimised, and Asio as well.
function(workbook_race folder number file)
  cmake_path(GET file FILENAME name)
  set(solution ${PROJECT_SOURCE_DIR}/solutions/${folder}/${name})
  if(NOT EXISTS ${solution})
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
    target_include_directories(${target} SYSTEM PRIVATE ${ASIO_INCLUDE_DIR})
    target_compile_options(${target} PRIVATE -O2 -g0)
    target_compile_definitions(${target} PRIVATE NDEBUG
      $<FILTER:$<TARGET_PROPERTY:workbook_asio,INTERFACE_COMPILE_DEFINITIONS>,EXCLUDE,ASIO_SEPARATE_COMPILATION>)
    target_link_libraries(${target} PRIVATE fmt::fmt Threads::Threads)
    add_dependencies(race${number} ${target})
  endforeach()
endfunction()
