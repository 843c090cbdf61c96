# From an edit to its verdict: how long a learner waits, against the plain way.
#
#   cmake -P tests/benchmarks/edit_to_verdict.cmake [exo29]
#
# The loop: one line of the exercise's file changes, then `ctest -R exo29`, in a
# learn tree of its own. The plain way: one g++ command that compiles the file,
# the tests, Asio and Catch2's main without preparation, and a run. Each is the
# median of several runs. The learner's file is copied, never touched.
cmake_minimum_required(VERSION 3.25)

get_filename_component(root ${CMAKE_CURRENT_LIST_DIR}/../.. ABSOLUTE)
set(exo exo29)
if(CMAKE_ARGC GREATER 3)
  set(exo ${CMAKE_ARGV3})
endif()
file(GLOB folder RELATIVE ${root}/exercises ${root}/exercises/${exo}-*)
string(REGEX REPLACE "^exo[0-9]+-" "" topic "${folder}")
string(REPLACE "-" "_" topic "${topic}")

# --- A copy of the workbook, with the exercise solved. ---------------------
set(copy ${root}/build/benchmark/workbook)
set(build ${root}/build/benchmark/tree)
file(REMOVE_RECURSE ${copy})
file(COPY ${root}/cmake ${root}/CMakeLists.txt ${root}/exercises ${root}/tests
  DESTINATION ${copy})
set(file ${copy}/exercises/${folder}/${topic}.cpp)
file(COPY_FILE ${root}/solutions/${folder}/${topic}.cpp ${file})
execute_process(COMMAND ${CMAKE_COMMAND} -S ${copy} -B ${build} -G Ninja
  -DCMAKE_BUILD_TYPE=Debug -DWORKBOOK_ONLY=${exo}
  OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_COMMAND} --build ${build} --target ${exo}
  OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)

# --- Measuring. --------------------------------------------------------------
function(now result)
  string(TIMESTAMP seconds "%s" UTC)
  string(TIMESTAMP micros "%f" UTC)
  math(EXPR time "${seconds} * 1000 + 1${micros} / 1000 - 1000")
  set(${result} ${time} PARENT_SCOPE)
endfunction()

# measure(result runs prepare command...): the median, in milliseconds.
function(measure result runs prepare)
  set(times "")
  foreach(run RANGE 1 ${runs})
    cmake_language(CALL ${prepare} ${run})
    now(start)
    execute_process(COMMAND ${ARGN} WORKING_DIRECTORY ${build}
      OUTPUT_VARIABLE output ERROR_VARIABLE output RESULT_VARIABLE failed)
    now(end)
    if(failed)
      message(FATAL_ERROR "${ARGN} failed:\n${output}")
    endif()
    math(EXPR time "${end} - ${start}")
    list(APPEND times ${time})
  endforeach()
  list(SORT times COMPARE NATURAL)
  math(EXPR middle "${runs} / 2")
  list(GET times ${middle} median)
  set(${result} ${median} PARENT_SCOPE)
endfunction()

file(READ ${file} original)
function(edit run)
  file(WRITE ${file} "${original}// edit ${run}\n")
endfunction()
function(nothing run)
endfunction()

# What the build does, as commands: the last two are compile and link.
execute_process(COMMAND ninja -t commands ${exo} WORKING_DIRECTORY ${build}
  OUTPUT_VARIABLE commands COMMAND_ERROR_IS_FATAL ANY)
string(REGEX MATCH "[^\n]* -c [^\n]*/${topic}.cpp" compile "${commands}")
string(REGEX MATCH "[^\n]* -o ${exo} [^\n]*" link "${commands}")
string(REGEX REPLACE "^: && (.*) && :$" "\\1" link "${link}")
set(empty ${build}/empty.cpp)
file(WRITE ${empty} "")
string(REGEX REPLACE " -MD .*" " -c ${empty} -o empty.o" compile_empty "${compile}")
separate_arguments(compile UNIX_COMMAND "${compile}")
separate_arguments(compile_empty UNIX_COMMAND "${compile_empty}")
separate_arguments(link UNIX_COMMAND "${link}")

# The plain way, in one command.
file(GLOB support ${copy}/tests/support/*.cpp)
find_program(COMPILER NAMES g++)
set(plain_command ${COMPILER} -std=c++20 -g
  -I${copy}/exercises/include -I${copy}/tests -I${copy}/exercises/${folder}
  ${file} ${copy}/tests/${folder}/test.cpp
  ${build}/exercise/${exo}.cpp ${support}
  -o plain -lfmt -pthread)

measure(loop 7 edit ${CMAKE_CTEST_COMMAND} -R ${exo})
edit(0)
measure(compile_time 7 nothing ${compile})
measure(empty_time 7 nothing ${compile_empty})
measure(link_time 7 nothing ${link})
measure(run_time 7 nothing ./${exo})
measure(plain_time 3 edit ${plain_command})
measure(plain_run 3 nothing ./plain)

math(EXPR own "${loop} - ${compile_time} - ${link_time} - ${run_time}")
math(EXPR plain_all "${plain_time} + ${plain_run}")
math(EXPR share "100 * ${loop} / ${plain_all}")
math(EXPR above "${loop} - ${empty_time}")
message("
From an edit of ${topic}.cpp to its verdict, in milliseconds (medians):

| | |
| --- | ---: |
| compile the edited file | ${compile_time} |
| link | ${link_time} |
| run the tests of the exercise | ${run_time} |
| CTest, CMake and Ninja | ${own} |
| **all told: `ctest -R ${exo}`** | **${loop}** |
| an empty file with the same precompiled header | ${empty_time} |
| above that | ${above} |
| the plain way: one g++ command, and a run | ${plain_all} |
| the loop, in percent of the plain way | ${share} |
")
