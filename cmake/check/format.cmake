# Every C++ file is formatted as .clang-format says.
#   CLANG_FORMAT the program, version 14   ROOT the workbook
#   FIX=YES formats them   ONLY=exo31 looks at that exercise alone
cmake_minimum_required(VERSION 3.25)

set(folders exercises solutions tests)
if(ONLY)
  list(TRANSFORM folders APPEND /${ONLY}-*)
else()
  list(APPEND folders cmake common companion grader)
endif()
list(TRANSFORM folders REPLACE "(.+)" "${ROOT}/\\1/*.[ch]pp")
file(GLOB_RECURSE files ${folders})
if(FIX)
  set(mode -i)
else()
  set(mode --dry-run -Werror)
endif()
execute_process(COMMAND ${CLANG_FORMAT} ${mode} ${files}
  WORKING_DIRECTORY ${ROOT} COMMAND_ERROR_IS_FATAL ANY)
