# Builds one exercise, and says what is wrong with the learner's file if it
# cannot be built: then the last line of the output is "exo31: not built", or the
# same in French, by which CTest knows that the test has failed.
#   NAME the learner's file, from the root   TARGET exo31   BUILD_DIR   CONFIG
#   ROOT the workbook   TELL the program that tells (tell_build.cpp)
cmake_minimum_required(VERSION 3.25)

# A file is judged by its content. One that was moved here may be older than
# what was built from another: then nothing built is kept of it.
set(hash "")
if(EXISTS ${ROOT}/${NAME} AND NOT IS_DIRECTORY ${ROOT}/${NAME})
  file(SHA256 ${ROOT}/${NAME} hash)
endif()
set(stamp ${BUILD_DIR}/exercise/${TARGET}.sha256)
set(built "")
if(EXISTS ${stamp})
  file(READ ${stamp} built)
endif()
if(NOT hash STREQUAL built)
  cmake_path(GET NAME FILENAME source)
  file(GLOB_RECURSE objects ${BUILD_DIR}/CMakeFiles/${TARGET}.dir/*${source}.o*)
  if(objects)
    file(REMOVE ${objects})
  endif()
  file(WRITE ${stamp} "${hash}")
endif()

# The compiler speaks English here, the language of what explains it.
set(language "$ENV{LC_ALL}")
set(ENV{LC_ALL} C)
set(log ${BUILD_DIR}/exercise/${TARGET}.build.txt)
execute_process(
  COMMAND ${CMAKE_COMMAND} --build ${BUILD_DIR} --config ${CONFIG}
    --target ${TARGET}
  OUTPUT_FILE ${log} ERROR_FILE ${log} RESULT_VARIABLE failed)
set(ENV{LC_ALL} "${language}")

if(NOT EXISTS ${TELL})
  # Nothing could be built: there is no one else to say why.
  file(READ ${log} text)
  message("${text}\n${TARGET}: not built")
  return()
endif()
execute_process(COMMAND ${TELL} ${NAME} ${TARGET} ${failed} ${BUILD_DIR}
  WORKING_DIRECTORY ${ROOT})
