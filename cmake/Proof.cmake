# workbook_prove(exo31-join exo31 31 join 4): the proof of one exercise.
#
#   stub.31         each step of the stub fails, and invites
#   solution.31     the reference passes every step
#   right.31.NAME   so does each other right answer
#   wrong.31.NAME   each wrong answer fails at the step, and with the lesson,
#                   that its first lines declare
#   demo.31         the demo runs, and prints what the READMEs show
#   folder.31       every file is there and none is astray; the steps and the
#                   lessons are those that tests, READMEs and CMake declare
#   readme.31       both READMEs agree with each other and with the code
function(workbook_prove folder exo number topic steps)
  set(tests ${PROJECT_SOURCE_DIR}/tests/${folder})

  workbook_check(stub.${number} stub
    -DPROGRAM=$<TARGET_FILE:${exo}> -DEXO=${exo} -DSTEPS=${steps})

  workbook_answer(solution${number} ${exo}
    ${PROJECT_SOURCE_DIR}/solutions/${folder}/${topic}.cpp)
  add_test(NAME solution.${number} COMMAND solution${number})

  foreach(kind IN ITEMS right wrong)
    file(GLOB answers CONFIGURE_DEPENDS ${tests}/${kind}/*.cpp)
    foreach(answer IN LISTS answers)
      cmake_path(GET answer STEM name)
      set(target ${kind}${number}.${name})
      workbook_answer(${target} ${exo} ${answer})
      set(test ${kind}.${number}.${name})
      if(kind STREQUAL right)
        add_test(NAME ${test} COMMAND ${target})
      else()
        # Wrong where it says so; the rest is the solution, which it includes.
        target_compile_options(${target} PRIVATE -w)
        target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR})
        workbook_check(${test} wrong
          -DPROGRAM=$<TARGET_FILE:${target}> -DANSWER=${answer})
      endif()
    endforeach()
  endforeach()

  workbook_check(demo.${number} demo
    -DPROGRAM=$<TARGET_FILE:demo${number}> -DMARK=demo
    -DFOLDER=${PROJECT_SOURCE_DIR}/exercises/${folder})
  workbook_check(folder.${number} folder
    -DROOT=${PROJECT_SOURCE_DIR} -DFOLDER=${folder} -DTOPIC=${topic}
    -DSTEPS=${steps})
  add_test(NAME readme.${number}
    COMMAND readme_check ${PROJECT_SOURCE_DIR}/exercises/${folder})
endfunction()
