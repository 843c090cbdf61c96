# The three folders of an exercise hold what they must and nothing else, and
# what is declared twice agrees.
#   ROOT the workbook   FOLDER exo31-join   TOPIC join   STEPS how many
#   PROGRAM the test program
cmake_minimum_required(VERSION 3.25)

# expect_files(folder file... [OPTIONAL file...])
function(expect_files folder)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "OPTIONAL")
  file(GLOB found RELATIVE ${ROOT} LIST_DIRECTORIES TRUE ${ROOT}/${folder}/*)
  list(TRANSFORM arg_UNPARSED_ARGUMENTS PREPEND ${folder}/
    OUTPUT_VARIABLE expected)
  list(TRANSFORM arg_OPTIONAL PREPEND ${folder}/)
  set(missing ${expected})
  list(REMOVE_ITEM missing ${found} "")
  list(REMOVE_ITEM found ${expected} ${arg_OPTIONAL} "")
  if(missing)
    message(SEND_ERROR "missing: ${missing}")
  endif()
  if(found)
    message(SEND_ERROR "astray: ${found}")
  endif()
endfunction()

expect_files(exercises/${FOLDER}
  README.md README.fr.md ${TOPIC}.hpp ${TOPIC}.cpp demo.cpp
  OPTIONAL CONTRACT.fr.md LESSONS.md LESSONS.fr.md site)
expect_files(solutions/${FOLDER} ${TOPIC}.cpp)
file(GLOB headers RELATIVE ${ROOT}/tests/${FOLDER} ${ROOT}/tests/${FOLDER}/*.hpp)
expect_files(tests/${FOLDER} test.cpp right wrong OPTIONAL ${headers})

# At least three other right answers, and only C++ beside the wrong ones.
set(tests ${ROOT}/tests/${FOLDER})
file(GLOB right ${tests}/right/*)
list(LENGTH right count)
if(count LESS 3)
  message(SEND_ERROR "${tests}/right has ${count} answers, three are needed")
endif()
file(GLOB wrong ${tests}/wrong/*)
set(answers ${right} ${wrong})
set(stray ${answers})
list(FILTER stray EXCLUDE REGEX "/[a-z0-9_]+\\.cpp$")
if(stray)
  message(SEND_ERROR "astray: ${stray}")
endif()

# One TODO per step in the stub, in both languages; none anywhere else.
file(READ ${ROOT}/exercises/${FOLDER}/${TOPIC}.cpp stub)
foreach(step RANGE 1 ${STEPS})
  if(NOT stub MATCHES "TODO\\(step ${step}\\):.*À FAIRE \\(étape ${step}\\) :")
    message(SEND_ERROR "${TOPIC}.cpp has no TODO(step ${step}) in both languages")
  endif()
endforeach()

# The companion shows a card when the exercise passes, and hints step by step.
foreach(page IN ITEMS "README.md;Hints;Step" "README.fr.md;Indices;Étape")
  list(GET page 0 name)
  list(GET page 1 heading)
  list(GET page 2 word)
  file(READ ${ROOT}/exercises/${FOLDER}/${name} text)
  if(NOT text MATCHES "<!-- card -->\n+- ")
    message(SEND_ERROR "${name} has no <!-- card --> before a list of what one "
      "can do now")
  endif()
  foreach(step RANGE 1 ${STEPS})
    if(NOT text MATCHES "\n## ${heading}\n.*<summary>${word} ${step}[^0-9]")
      message(SEND_ERROR "${name} has no hint for step ${step}: under "
        "## ${heading}, <summary>${word} ${step}: a question</summary>")
    endif()
  endforeach()
endforeach()

# Each test has one step, and each declared step has a test: the test program
# lists its tests, each with its tags on a line of their own.
execute_process(COMMAND ${PROGRAM} --list-tests OUTPUT_VARIABLE listed)
string(REGEX MATCH "([0-9]+) test cases?" count "${listed}")
set(case_count ${CMAKE_MATCH_1})
string(REGEX MATCHALL "\n +\\[step[0-9]+\\]\n" tags "${listed}")
list(LENGTH tags tag_count)
if(NOT case_count EQUAL tag_count)
  message(SEND_ERROR "test.cpp has ${case_count} test cases, but ${tag_count} "
    "tags such as [step1]")
endif()
list(TRANSFORM tags STRIP)
list(TRANSFORM tags REPLACE "[][]" "")
list(REMOVE_DUPLICATES tags)
list(SORT tags COMPARE NATURAL)
set(declared "")
foreach(step RANGE 1 ${STEPS})
  list(APPEND declared step${step})
endforeach()
if(NOT tags STREQUAL declared)
  message(SEND_ERROR "the tests have ${tags}; exercises/list.txt declares "
    "${STEPS} steps")
endif()

# A grader, who runs on Linux, expects the tests that are listed but for those
# under #ifndef: so that is only for what Linux has.
file(STRINGS ${tests}/test.cpp lacking REGEX "^#ifndef ")
list(FILTER lacking EXCLUDE REGEX "^#ifndef WORKBOOK_HAS_[A-Z]+$")
if(lacking)
  message(SEND_ERROR "test.cpp: ${lacking} hides tests from the grader; "
    "#if !defined(...) does not")
endif()

# Each test has a title in French, which is the first thing that it says.
file(READ ${tests}/test.cpp test)
if(test MATCHES "in_french\\(")
  file(STRINGS ${tests}/test.cpp cases ENCODING UTF-8 REGEX "^TEST_CASE\\(")
  list(LENGTH cases case_count)
  string(REPLACE ";" "," french "${test}")
  string(REGEX MATCHALL "TEST_CASE\\([^{]*{\n  in_french\\(" french "${french}")
  list(LENGTH french french_count)
  if(NOT french_count EQUAL case_count)
    message(SEND_ERROR "${case_count} test cases, but ${french_count} begin "
      "with in_french(title)")
  endif()
endif()

# Each lesson of the tests is explained in both languages, in LESSONS.md or,
# where there is none, in the README; and some wrong answer shows that it is
# taught.
if(EXISTS ${tests}/lessons.hpp)
  file(READ ${tests}/lessons.hpp lessons)
  string(APPEND test "${lessons}")
endif()
set(pages README.md README.fr.md)
if(EXISTS ${ROOT}/exercises/${FOLDER}/LESSONS.md)
  set(pages LESSONS.md LESSONS.fr.md)
endif()
set(taught "")
foreach(answer IN LISTS wrong)
  file(STRINGS ${answer} lesson LIMIT_COUNT 1 REGEX "^// lesson: ")
  string(REPLACE "// lesson: " "" lesson "${lesson}")
  list(APPEND taught ${lesson})
endforeach()
string(REGEX MATCHALL "constexpr Lesson [a-z0-9_]+{[ \n]*\"[a-z0-9-]+\"" lessons
  "${test}")
foreach(lesson IN LISTS lessons)
  string(REGEX REPLACE ".*\"(.*)\"" "\\1" id "${lesson}")
  foreach(page IN LISTS pages)
    file(READ ${ROOT}/exercises/${FOLDER}/${page} text)
    string(FIND "${text}" "<a id=\"${id}\"></a>" at)
    if(at EQUAL -1)
      message(SEND_ERROR "${page} does not explain the lesson ${id}")
    endif()
  endforeach()
  if(NOT id IN_LIST taught)
    message(SEND_ERROR "no file of wrong/ shows the lesson ${id}")
  endif()
endforeach()

# Nothing that `./exo new` left for the author is still to be written.
file(GLOB_RECURSE files ${ROOT}/exercises/${FOLDER}/* ${ROOT}/solutions/${FOLDER}/*
  ${tests}/*)
foreach(file IN LISTS files)
  file(READ ${file} text)
  if(text MATCHES "AUTHOR")
    file(RELATIVE_PATH name ${ROOT} ${file})
    message(SEND_ERROR "${name} has parts to write, marked AUTHOR")
  endif()
endforeach()
