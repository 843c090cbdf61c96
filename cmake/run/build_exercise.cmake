# Builds one exercise, and says what is wrong with the learner's file if it
# cannot be built.
#   FILE the learner's file   TARGET exo31   BUILD_DIR   CONFIG
#   ROOT the workbook
cmake_minimum_required(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/explain.cmake)

cmake_path(RELATIVE_PATH FILE BASE_DIRECTORY ${ROOT} OUTPUT_VARIABLE name)

# Tells it plainly, then ends as CMake ends, which is less plain.
function(refuse text)
  message("\n${text}\n")
  message(FATAL_ERROR "${TARGET}: not built")
endfunction()

# What is wrong with the file, before the compiler says it in a harder way.
function(refuse_file en fr)
  say("${en}" "${fr}" sentence)
  refuse("  ${name} ${sentence}")
endfunction()

set(restore "git checkout ${name}")
if(IS_DIRECTORY ${FILE})
  refuse_file("is a folder. It must be the file that you edit."
    "est un dossier. Ce doit être le fichier que vous modifiez.")
elseif(NOT EXISTS ${FILE})
  refuse_file("is missing. To have the original again:\n  ${restore}"
    "manque. Pour retrouver l'original :\n  ${restore}")
endif()

file(READ ${FILE} bytes HEX)
if(bytes STREQUAL "")
  refuse_file("is empty. To have the original again:\n  ${restore}"
    "est vide. Pour retrouver l'original :\n  ${restore}")
endif()

# UTF-8, as the standard defines it, one regular expression per length. The
# bytes are in hexadecimal: the first digit says how long a character is.
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "\\1 " bytes "${bytes}")
string(REGEX REPLACE "[0-7][0-9a-f] " "" bytes "${bytes}")
string(REGEX REPLACE "(c[2-9a-f]|d[0-9a-f]) [89ab][0-9a-f] " "" bytes "${bytes}")
string(REGEX REPLACE "e[0-9a-f] [89ab][0-9a-f] [89ab][0-9a-f] " "" bytes "${bytes}")
string(REGEX REPLACE
  "f[0-4] [89ab][0-9a-f] [89ab][0-9a-f] [89ab][0-9a-f] " "" bytes "${bytes}")
if(NOT bytes STREQUAL "")
  refuse_file("is not UTF-8 text. Save it again in that encoding."
    "n'est pas du texte UTF-8. Enregistrez-le dans cet encodage.")
endif()

# The compiler speaks English here, the language of what explains it.
execute_process(
  COMMAND ${CMAKE_COMMAND} -E env LC_ALL=C ${CMAKE_COMMAND} --build ${BUILD_DIR} --config ${CONFIG}
    --target ${TARGET}
  OUTPUT_VARIABLE output ERROR_VARIABLE output RESULT_VARIABLE failed)
string(FIND "${output}" "Building CXX object CMakeFiles/${TARGET}.dir" compiled)
if(compiled EQUAL -1)
  set(compiled FALSE)
endif()

# What the build tool says of itself is no help to a learner.
string(REGEX REPLACE "(^|\n)(\\[[0-9]+/[0-9]+\\]|FAILED:|ninja:|: &&|[^ \n]*(c\\+\\+|g\\+\\+|clang)[^ \n]* -)[^\n]*"
  "" output "${output}")
string(REPLACE "${ROOT}/" "" output "${output}")

# A warning often names the mistake that a test will find: when the file was
# compiled anew, its warnings are kept for the teacher to show with a failure.
set(warnings ${BUILD_DIR}/exercise/${TARGET}.warnings.txt)
if(output MATCHES "warning:")
  workbook_explain("${output}" explanation)
  file(WRITE ${warnings} "${explanation}${output}")
elseif(compiled)
  file(REMOVE ${warnings})
endif()
if(NOT failed)
  return()
endif()

if(output MATCHES "multiple definition of .main'|duplicate symbol: _?main|main already defined")
  say("${name} defines main(). The tests have their own: take yours out."
    "${name} définit main(). Les tests ont le leur : retirez le vôtre."
    sentence)
  refuse("  ${sentence}\n${output}")
endif()
workbook_explain("${output}" explanation)
refuse("${explanation}${output}")
