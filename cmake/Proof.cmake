# workbook_prove(exo31-join exo31 31 join 4): the proof of one exercise.
#
#   stub.31         each step of the stub fails, and invites
#   solution.31     the reference passes every step
#   right.31.NAME   so does each other right answer
#   steps.31        each step passes before the next one is written
#   expectations.31 every law of the test expects something
#   wrong.31.NAME   each wrong answer fails at the step, and with the lesson,
#                   that its first lines declare
#   demo.31         the demo runs, and prints what the READMEs show
#   folder.31       every file is there and none is astray; the steps and the
#                   lessons are those that tests, READMEs and CMake declare
#   readme.31       both READMEs agree with each other and with the code
#   promises.31     each promise of the header is broken by a wrong answer that
#                   quotes it, and is kept in the French contract, too
#   format.31       its files are formatted, where clang-format 14 is
#
# The target prove.31 builds all of it, for `./exo verify 31`; `answers` builds
# the stub, the solution and the right answers of every exercise, for the
# systems on which nothing else is tried.
#
# A wrong answer defines only what it does wrong. It is linked before the
# reference, and the linker takes the first definition that it finds, so that
# the rest comes from the reference, which is compiled once. The linkers of
# other systems refuse two definitions: wrong answers are tried where programs
# are ELF, right answers everywhere.
#
# Where answers are tests (exo48), nobody asks for them by name, and a linker
# would leave the reference in its library: a wrong answer is linked with the
# whole of it. Its objects come first, so its tests are registered when a wrong
# answer takes some of them away.
function(workbook_prove folder exo number topic steps)
  set(tests ${PROJECT_SOURCE_DIR}/tests/${folder})

  workbook_check(stub.${number} stub
    -DPROGRAM=$<TARGET_FILE:${exo}> -DEXO=${exo} -DSTEPS=${steps}
    -DEMULATOR=${CMAKE_CROSSCOMPILING_EMULATOR})

  # A library, because a linker reads libraries after all objects.
  add_library(reference${number} STATIC
    ${PROJECT_SOURCE_DIR}/solutions/${folder}/${topic}.cpp)
  target_link_libraries(reference${number} PRIVATE ${exo}_given)
  workbook_answer(solution${number} ${exo} $<TARGET_OBJECTS:reference${number}>)
  set_target_properties(solution${number} PROPERTIES LINKER_LANGUAGE CXX)
  set(portable ${exo} solution${number})
  set(programs ${exo} demo${number} solution${number} steps${number}
    readme_check promise_check)
  workbook_passes(solution.${number} solution${number})

  # The reference again, and its later steps can be taken away.
  set(by_steps ${PROJECT_BINARY_DIR}/steps/${topic}.cpp)
  set(stub ${PROJECT_SOURCE_DIR}/exercises/${folder}/${topic}.cpp)
  set(solution ${PROJECT_SOURCE_DIR}/solutions/${folder}/${topic}.cpp)
  add_custom_command(OUTPUT ${by_steps}
    COMMAND step_source ${stub} ${solution} ${by_steps}
    DEPENDS step_source ${stub} ${solution})
  workbook_answer(steps${number} ${exo} ${by_steps})
  target_include_directories(steps${number} PRIVATE ${PROJECT_SOURCE_DIR})
  target_compile_options(steps${number} PRIVATE -w)
  workbook_precompile(steps${number})
  workbook_check(steps.${number} steps
    -DPROGRAM=$<TARGET_FILE:steps${number}> -DEXO=${exo} -DSTEPS=${steps})
  if(CMAKE_CXX_FLAGS_DEBUG MATCHES sanitize)
    set_tests_properties(steps.${number} PROPERTIES
      ENVIRONMENT WORKBOOK_PATIENCE=60)
  endif()

  # A law without an expectation proves nothing, and the grader refuses whoever
  # passes it.
  workbook_passes(expectations.${number}
    solution${number} --reporter console --warn NoAssertions)

  # Seconds until the watchdog ends an answer that hangs. A sanitizer slows
  # down what does not hang.
  set(patience 2)
  if(CMAKE_CXX_FLAGS_DEBUG MATCHES sanitize)
    set(patience 8)
  endif()
  file(STRINGS ${solution} answers_are_tests LIMIT_COUNT 1 REGEX "^TEST_CASE")
  set(kinds right wrong)
  if(APPLE OR WIN32)
    set(kinds right)
    message(STATUS "wrong.${number}.* are left out: they need ELF")
  endif()
  foreach(kind IN LISTS kinds)
    file(GLOB answers CONFIGURE_DEPENDS ${tests}/${kind}/*.cpp)
    foreach(answer IN LISTS answers)
      cmake_path(GET answer STEM name)
      set(target ${kind}${number}.${name})
      set(test ${kind}.${number}.${name})
      # An answer may use what not every machine has.
      file(STRINGS ${answer} needs LIMIT_COUNT 1 REGEX "^// needs: stream_file$")
      if(needs)
        include(Uring)
        workbook_stream_file_answer(${target} ${test} ${exo} ${answer})
        if(TARGET ${target})
          list(APPEND programs ${target})
          list(APPEND portable ${target})
        endif()
        continue()
      endif()
      workbook_answer(${target} ${exo} ${answer})
      list(APPEND programs ${target})
      if(kind STREQUAL right)
        list(APPEND portable ${target})
        workbook_passes(${test} ${target})
      else()
        # There are many of these: the precompiled header saves minutes. All
        # the others are compiled without it, so that each file is seen to
        # include what it uses.
        target_compile_options(${target} PRIVATE -w)
        workbook_precompile(${target})
        if(answers_are_tests)
          target_sources(${target} PRIVATE $<TARGET_OBJECTS:reference${number}>)
        else()
          target_link_libraries(${target} PRIVATE reference${number})
          target_link_options(${target} PRIVATE LINKER:-z,muldefs)
        endif()
        workbook_check(${test} wrong
          -DPROGRAM=$<TARGET_FILE:${target}> -DANSWER=${answer}
          -DPATIENCE=${patience})
      endif()
    endforeach()
  endforeach()

  workbook_check(demo.${number} demo
    -DPROGRAM=$<TARGET_FILE:demo${number}> -DMARK=demo
    -DFOLDER=${PROJECT_SOURCE_DIR}/exercises/${folder})
  workbook_check(folder.${number} folder
    -DROOT=${PROJECT_SOURCE_DIR} -DFOLDER=${folder} -DTOPIC=${topic}
    -DSTEPS=${steps} -DPROGRAM=$<TARGET_FILE:${exo}>)
  add_test(NAME readme.${number}
    COMMAND readme_check ${PROJECT_SOURCE_DIR}/exercises/${folder})
  add_test(NAME promises.${number} COMMAND promise_check
    ${PROJECT_SOURCE_DIR}/exercises/${folder}/${topic}.hpp ${tests}/wrong)
  workbook_format(format.${number} -DONLY=${exo})
  add_custom_target(prove.${number} DEPENDS ${programs} plan_check)
  if(NOT TARGET answers)
    add_custom_target(answers)
  endif()
  add_dependencies(answers ${portable})
endfunction()
