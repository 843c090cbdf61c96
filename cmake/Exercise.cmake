# workbook_exercises(exercises/list.txt): every exercise of the list, or only
# those that WORKBOOK_ONLY names.
function(workbook_exercises list)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${list})
  file(STRINGS ${list} lines REGEX "^[^#]")
  foreach(line IN LISTS lines)
    if(NOT line MATCHES
       "^([a-z0-9-]+) +([0-9]+) +([a-z]+) +([0-9]+)(( +[a-z]+)*) *$")
      message(FATAL_ERROR "${list}: \"${line}\" is not: folder steps level "
        "minutes marks")
    endif()
    set(folder ${CMAKE_MATCH_1})
    set(steps ${CMAKE_MATCH_2})
    string(REGEX MATCHALL "[a-z]+" marks "${CMAKE_MATCH_5}")
    if(WORKBOOK_ONLY AND NOT folder MATCHES "^(${WORKBOOK_ONLY})")
      continue()
    elseif("linux" IN_LIST marks AND NOT CMAKE_SYSTEM_NAME STREQUAL Linux)
      list(APPEND left_out ${folder})
      continue()
    endif()
    workbook_exercise(${folder} STEPS ${steps} MARKS ${marks})
  endforeach()
  if(left_out)
    list(JOIN left_out ", " names)
    message(STATUS "Not on this system: ${names}. They need Linux: WSL, the "
      "container in .devcontainer, or Codespaces has it.")
  endif()
endfunction()

# workbook_exercise(exo31-join STEPS 4 MARKS linux world): one exercise, from
# its three folders.
#
#   exercises/exo31-join/   the learner's file join.cpp, join.hpp, demo.cpp
#   solutions/exo31-join/   the reference join.cpp
#   tests/exo31-join/       test.cpp, right/*.cpp, wrong/*.cpp
#
# It makes the program exo31, which judges the learner's file, and the demo.
#
# For a learner, exo31 is built only when asked for. CTest has exo31.step1 ...
# and build.31, the fixture that rebuilds exo31 before a step runs. Only the
# steps have "exo31" in their name, so that `ctest -R exo31` means them; what
# they need comes along by itself.
#
# With WORKBOOK_VERIFY, the exercise proves itself instead: see Proof.cmake.
function(workbook_exercise folder)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "STEPS" "MARKS")
  if(NOT folder MATCHES "^(exo([0-9]+))-([a-z0-9-]+)$")
    message(FATAL_ERROR "an exercise is called exo31-join, not ${folder}")
  endif()
  set_property(GLOBAL APPEND PROPERTY workbook_exercises
    "${folder} ${arg_STEPS}")
  set(exo ${CMAKE_MATCH_1})
  set(number ${CMAKE_MATCH_2})
  string(REPLACE "-" "_" topic ${CMAKE_MATCH_3})
  set(given ${PROJECT_SOURCE_DIR}/exercises/${folder})
  set(learner_file ${given}/${topic}.cpp)

  # The tests, compiled once for all the answers that they judge.
  set(exercise_cpp ${PROJECT_BINARY_DIR}/exercise/${exo}.cpp)
  set(lessons README)
  if(EXISTS ${given}/LESSONS.md)
    set(lessons LESSONS)
  endif()
  file(CONFIGURE OUTPUT ${exercise_cpp} @ONLY CONTENT
"#include <support/lesson.hpp>
const workbook::ThisExercise workbook::exercise{
    \"${exo}\", \"exercises/${folder}\", \"${topic}.cpp\", \"${lessons}\"};
")
  add_library(${exo}_given INTERFACE)
  target_include_directories(${exo}_given INTERFACE ${given})
  target_link_libraries(${exo}_given INTERFACE workbook_learner)
  add_library(${exo}_tests OBJECT
    ${PROJECT_SOURCE_DIR}/tests/${folder}/test.cpp ${exercise_cpp})
  target_link_libraries(${exo}_tests PUBLIC ${exo}_given workbook_support)
  workbook_given(${exo}_tests)
  if("world" IN_LIST arg_MARKS)
    set_property(TARGET ${exo}_tests PROPERTY WORKBOOK_WORLD TRUE)
  elseif("clock" IN_LIST arg_MARKS AND WORKBOOK_HAS_CLOCK)
    target_link_libraries(${exo}_tests PUBLIC workbook_clock)
    set_property(TARGET ${exo}_tests PROPERTY WORKBOOK_CLOCK TRUE)
  endif()

  # A learner's file that is missing must not stop CMake, which would stop the
  # other exercises too: a file that includes it then stands in for it, and the
  # compiler says what is missing. (Not the property GENERATED: with it, the
  # target "clean" would delete the learner's work.)
  set(source ${learner_file})
  if(NOT EXISTS ${learner_file} OR IS_DIRECTORY ${learner_file})
    set(source ${PROJECT_BINARY_DIR}/exercise/${topic}.cpp)
    file(CONFIGURE OUTPUT ${source} @ONLY
      CONTENT "#include \"${learner_file}\"\n")
  endif()
  workbook_answer(${exo} ${exo} ${source})
  if(WORKBOOK_GRADE)
    workbook_graded(${exo})
  endif()

  # The demo of the README.
  add_executable(demo${number} ${given}/demo.cpp)
  target_link_libraries(demo${number} PRIVATE workbook_learner)
  if("program" IN_LIST arg_MARKS)
    # It is more than a demo: a program that runs what the learner wrote.
    target_sources(demo${number} PRIVATE ${source})
    target_link_libraries(demo${number} PRIVATE ${exo}_given)
    if(NOT WORKBOOK_VERIFY)
      set_target_properties(demo${number} PROPERTIES EXCLUDE_FROM_ALL TRUE)
    endif()
  endif()

  if(WORKBOOK_VERIFY)
    workbook_prove(${folder} ${exo} ${number} ${topic} ${arg_STEPS})
    if("program" IN_LIST arg_MARKS)
      workbook_real(${folder} ${number})
    endif()
  else()
    workbook_learn(${exo} ${number} ${learner_file} ${arg_STEPS})
    if("program" IN_LIST arg_MARKS)
      workbook_race(${folder} ${number} ${source})
    endif()
  endif()
endfunction()

# workbook_learn(exo31 31 join.cpp 4): what the learner runs.
function(workbook_learn exo number learner_file steps)
  set_target_properties(${exo} PROPERTIES EXCLUDE_FROM_ALL TRUE)
  workbook_precompile(${exo})
  add_dependencies(${exo} tell_build)
  # The same tests with the reference, to draw what should have happened. A copy
  # for grading has no solutions.
  string(REPLACE /exercises/ /solutions/ solution ${learner_file})
  if(EXISTS ${solution})
    workbook_answer(reference${number} ${exo} ${solution})
    set_target_properties(reference${number} PROPERTIES EXCLUDE_FROM_ALL TRUE)
    workbook_precompile(reference${number})
  endif()
  cmake_path(RELATIVE_PATH learner_file BASE_DIRECTORY ${PROJECT_SOURCE_DIR}
    OUTPUT_VARIABLE name)
  add_test(NAME build.${number} COMMAND ${CMAKE_COMMAND}
    -DNAME=${name} -DTARGET=${exo}
    -DBUILD_DIR=${PROJECT_BINARY_DIR} -DCONFIG=$<CONFIG>
    -DROOT=${PROJECT_SOURCE_DIR} -DTELL=$<TARGET_FILE:tell_build>
    -P ${PROJECT_SOURCE_DIR}/cmake/run/build_exercise.cmake)
  set_tests_properties(build.${number} PROPERTIES
    FIXTURES_SETUP ${exo}.built RESOURCE_LOCK build-tree TIMEOUT 900
    FAIL_REGULAR_EXPRESSION "\n${exo}[^\n]*(not built|compilation impossible)\n")
  # An endless loop is ended by the watchdog, after five seconds of its own on a
  # core. CTest, which has no message, must not come first on a busy machine.
  foreach(step RANGE 1 ${steps})
    add_test(NAME ${exo}.step${step} COMMAND ${exo} "[step${step}]")
    set_tests_properties(${exo}.step${step} PROPERTIES
      FIXTURES_REQUIRED ${exo}.built TIMEOUT 100)
  endforeach()
endfunction()

# workbook_answer(target exo31 file): the program that judges one answer.
function(workbook_answer target exo file)
  add_executable(${target} ${file})
  target_link_libraries(${target} PRIVATE ${exo}_tests workbook_support)
  get_target_property(world ${exo}_tests WORKBOOK_WORLD)
  if(world)
    workbook_world(${target})
  endif()
  get_target_property(clock ${exo}_tests WORKBOOK_CLOCK)
  if(clock)
    target_link_libraries(${target} PRIVATE workbook_clock)
  endif()
endfunction()
