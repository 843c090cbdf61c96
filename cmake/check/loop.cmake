# The learning loop, tried as a learner would, on a copy of the workbook: what
# each kind of bad file says, and that it harms its own exercise alone.
#   ROOT the workbook   SCRATCH a folder to work in   GENERATOR
#   COMPILER the C++ compiler
#
# The copy has exercises 29 and 30 alone; 29 is broken in every way, 30 solved.
cmake_minimum_required(VERSION 3.25)

set(copy ${SCRATCH}/workbook)
set(build ${SCRATCH}/build)
file(REMOVE_RECURSE ${copy})
file(COPY ${ROOT}/cmake ${ROOT}/CMakeLists.txt ${ROOT}/exercises
  ${ROOT}/solutions ${ROOT}/tests DESTINATION ${copy})
set(file ${copy}/exercises/exo29-hello-async/hello_async.cpp)
set(stub ${ROOT}/exercises/exo29-hello-async/hello_async.cpp)
set(solution ${ROOT}/solutions/exo29-hello-async/hello_async.cpp)
set(ENV{CTEST_OUTPUT_ON_FAILURE} 1)
set(ENV{WORKBOOK_LANG} en)

function(configure)
  execute_process(COMMAND ${CMAKE_COMMAND} -S ${copy} -B ${build}
    -G ${GENERATOR} -DCMAKE_CXX_COMPILER=${COMPILER}
    -DWORKBOOK_ONLY=exo29|exo30
    OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
endfunction()

# loop(exo29 PASSES|FAILS text...): runs ctest -R exo29; its output has each
# text.
function(loop pattern expected)
  execute_process(COMMAND ${CMAKE_CTEST_COMMAND} -R ${pattern}
    --no-tests=error WORKING_DIRECTORY ${build}
    OUTPUT_VARIABLE output ERROR_VARIABLE output RESULT_VARIABLE status)
  if(status EQUAL 0 AND expected STREQUAL FAILS)
    message(FATAL_ERROR "ctest -R ${pattern} passes, and must not:\n${output}")
  elseif(NOT status EQUAL 0 AND expected STREQUAL PASSES)
    message(FATAL_ERROR "ctest -R ${pattern} fails, and must not:\n${output}")
  endif()
  foreach(text IN LISTS ARGN)
    string(FIND "${output}" "${text}" at)
    if(at EQUAL -1)
      message(FATAL_ERROR "ctest -R ${pattern} does not say: ${text}\n${output}")
    endif()
  endforeach()
endfunction()

# write_changed(from to): the solution of exo29, with one thing replaced.
function(write_changed from to)
  file(READ ${solution} text)
  string(REPLACE "${from}" "${to}" text "${text}")
  file(WRITE ${file} "${text}")
endfunction()

file(COPY_FILE ${ROOT}/solutions/exo30-futures/futures.cpp
  ${copy}/exercises/exo30-futures/futures.cpp)
configure()

message("the stub invites")
loop(exo29 FAILS "exo29 step 1: pause is yours to write"
  "exo29 step 3: greet_everyone is yours to write")
set(ENV{WORKBOOK_LANG} fr)
loop(exo29 FAILS "exo29, étape 1 (pause)" "à vous de l'écrire")
set(ENV{WORKBOOK_LANG} en)

message("an edit is rebuilt and passes, and ctest alone says why it fails")
file(COPY_FILE ${solution} ${file})
loop(exo29 PASSES "100% tests passed")
write_changed("co_await pause(delay)" "pause(delay); if (false) co_return")
loop(exo29 FAILS "[forgot-co-await]")
set(ENV{CTEST_OUTPUT_ON_FAILURE} "")
loop(exo29 FAILS "[forgot-co-await]")
set(ENV{CTEST_OUTPUT_ON_FAILURE} 1)

message("a file that is no file")
file(REMOVE ${file})
loop(exo29 FAILS "hello_async.cpp is missing")
loop(exo30 PASSES)
file(MAKE_DIRECTORY ${file})
loop(exo29 FAILS "hello_async.cpp is a folder")
loop(exo30 PASSES)
configure()
loop(exo30 PASSES)
loop(exo29 FAILS "hello_async.cpp is a folder")
file(REMOVE_RECURSE ${file})
file(COPY_FILE ${solution} ${file})
loop(exo29 PASSES)
configure()
file(WRITE ${file} "")
loop(exo29 FAILS "hello_async.cpp is empty")
string(ASCII 233 latin1)
file(WRITE ${file} "// d${latin1}j${latin1} vu\n")
loop(exo29 FAILS "hello_async.cpp is not UTF-8 text")

message("a file that does not compile, or has a main")
write_changed("co_await pause(delay)" "co_await paws(delay)")
loop(exo29 FAILS "paws")
loop(exo30 PASSES)
file(COPY_FILE ${solution} ${file})
file(APPEND ${file} "int main() {}\n")
loop(exo29 FAILS "defines main()")

message("a program that ends too early, or never")
file(COPY_FILE ${solution} ${file})
file(APPEND ${file} "#include <stdexcept>
int early = [] { throw std::runtime_error(\"early\"); return 0; }();\n")
loop(exo29 FAILS "before main() began")
loop(exo30 PASSES)
write_changed("co_await pause(delay)" "std::exit(0)")
loop(exo29 FAILS "ended the program before the tests were over")
set(ENV{WORKBOOK_PATIENCE} 1)
write_changed("co_await pause(delay)" "for (volatile int i = 0; i < 1;) continue; co_return")
loop(exo29.step2 FAILS "What happened" "greet(Ada, 1h) starts"
  "the thread did not come back" "[blocks-the-thread]")
loop(exo30 PASSES)

message("a pattern that matches nothing is an error")
execute_process(COMMAND ${CMAKE_CTEST_COMMAND} --test-dir ${build}
  -R exo99 --no-tests=error RESULT_VARIABLE status OUTPUT_QUIET ERROR_QUIET)
if(status EQUAL 0)
  message(FATAL_ERROR "ctest -R exo99 passes")
endif()

message("cleaning the build tree leaves the learner's file")
execute_process(COMMAND ${CMAKE_COMMAND} --build ${build} --target clean
  OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
if(NOT EXISTS ${file})
  message(FATAL_ERROR "the target clean deleted ${file}")
endif()
