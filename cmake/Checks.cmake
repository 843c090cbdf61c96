# The checks of the workbook as a whole; those of one exercise: Proof.cmake.

# Compares READMEs with each other and with the code; `readme_check FOLDER
# --fix` mends what a machine can mend.
add_executable(readme_check ${PROJECT_SOURCE_DIR}/tests/checks/readme.cpp)
target_link_libraries(readme_check PRIVATE common)

# Each promise of a header is quoted by a wrong answer that breaks it.
add_executable(promise_check ${PROJECT_SOURCE_DIR}/tests/checks/promises.cpp)
target_link_libraries(promise_check PRIVATE common)

# Writes a reference whose later steps a test can take away.
add_executable(step_source ${PROJECT_SOURCE_DIR}/tests/checks/steps.cpp)
target_link_libraries(step_source PRIVATE common)

# The READMEs' plan, links and durations are those of exercises/list.txt.
add_executable(plan_check ${PROJECT_SOURCE_DIR}/tests/checks/plan.cpp)
target_link_libraries(plan_check PRIVATE common)

# French terms are those of tests/checks/glossary.txt.
add_executable(glossary_check ${PROJECT_SOURCE_DIR}/tests/checks/glossary.cpp)
target_link_libraries(glossary_check PRIVATE common)
# Its regular expressions look at every line: unoptimised, that takes six times
# as long.
target_compile_options(glossary_check PRIVATE
  $<$<CXX_COMPILER_ID:GNU,Clang,AppleClang>:-O1>)

# workbook_check(test script -DNAME=value...): a test that is a CMake script.
function(workbook_check test script)
  add_test(NAME ${test} COMMAND ${CMAKE_COMMAND} ${ARGN}
    -P ${PROJECT_SOURCE_DIR}/cmake/check/${script}.cmake)
  set_tests_properties(${test} PROPERTIES TIMEOUT 120)
endfunction()

# workbook_passes(test program arguments...): a test of what is right. Under a
# sanitizer it takes long, and is no endless loop: the watchdog waits a minute.
function(workbook_passes test)
  add_test(NAME ${test} COMMAND ${ARGN})
  if(CMAKE_CXX_FLAGS_DEBUG MATCHES sanitize)
    set_tests_properties(${test} PROPERTIES ENVIRONMENT WORKBOOK_PATIENCE=60)
  endif()
endfunction()

# workbook_tool_tests(tests...): they prove the companion or the grader, and are
# run by `./exo verify tools`, not by `./exo verify`.
function(workbook_tool_tests)
  foreach(test IN LISTS ARGN)
    set_property(TEST ${test} APPEND PROPERTY LABELS tools)
  endforeach()
endfunction()

# What those tests run.
add_custom_target(tools)

# The messages where a library is missing; and a local copy serves instead.
workbook_check(dependencies dependencies
  -DROOT=${PROJECT_SOURCE_DIR} -DSCRATCH=${PROJECT_BINARY_DIR}/dependencies
  -DGENERATOR=${CMAKE_GENERATOR} -DCOMPILER=${CMAKE_CXX_COMPILER})

# Another system: what is left out there, and that the rest configures.
workbook_check(systems systems
  -DROOT=${PROJECT_SOURCE_DIR} -DSCRATCH=${PROJECT_BINARY_DIR}/systems
  -DGENERATOR=${CMAKE_GENERATOR} -DCOMPILER=${CMAKE_CXX_COMPILER})

# The README at the root, and the message of a failing test that it shows.
function(workbook_root_readme)
  add_test(NAME readme COMMAND readme_check ${PROJECT_SOURCE_DIR})
  add_test(NAME plan COMMAND plan_check ${PROJECT_SOURCE_DIR})
  add_test(NAME glossary COMMAND glossary_check ${PROJECT_SOURCE_DIR})
  if(TARGET wrong31.sequential)
    workbook_check(readme.screen screen
      -DPROGRAM=$<TARGET_FILE:wrong31.sequential> -DSTEP=[step1]
      "-DMARK=wrong31.sequential [step1]" -DFOLDER=${PROJECT_SOURCE_DIR})
  endif()
endfunction()

# The learning loop, on a copy of the workbook, as a learner would try it.
workbook_check(loop loop
  -DROOT=${PROJECT_SOURCE_DIR} -DSCRATCH=${PROJECT_BINARY_DIR}/loop
  -DGENERATOR=${CMAKE_GENERATOR} -DCOMPILER=${CMAKE_CXX_COMPILER})
# The long tests come first (COST), so that the short ones fill what they leave.
set_tests_properties(loop PROPERTIES TIMEOUT 900 PROCESSORS 2 COST 3000)

# One version of clang-format, because each formats a little differently.
find_program(CLANG_FORMAT NAMES clang-format-14 clang-format)
if(CLANG_FORMAT)
  execute_process(COMMAND ${CLANG_FORMAT} --version OUTPUT_VARIABLE version)
endif()
set(can_format FALSE)
if(CLANG_FORMAT AND version MATCHES "version 14\\.")
  set(can_format TRUE)
elseif(CMAKE_HOST_SYSTEM_NAME STREQUAL Linux)
  message(FATAL_ERROR "To verify the workbook, install clang-format 14:\n"
    "  Debian, Ubuntu:  sudo apt install clang-format-14")
else()
  message(STATUS "No clang-format 14 here: formatting is checked on Linux")
endif()
# workbook_format(test options...): a test, where that version is.
function(workbook_format test)
  if(can_format)
    workbook_check(${test} format
      -DCLANG_FORMAT=${CLANG_FORMAT} -DROOT=${PROJECT_SOURCE_DIR} ${ARGN})
  endif()
endfunction()
workbook_format(format)

# The one-step changes of a file, which tests/mutants tries by hand.
add_executable(mutants EXCLUDE_FROM_ALL
  ${PROJECT_SOURCE_DIR}/tests/checks/mutants.cpp)
target_link_libraries(mutants PRIVATE common)
