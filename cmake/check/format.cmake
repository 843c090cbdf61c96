# Every C++ file is formatted as .clang-format says.
#   CLANG_FORMAT the program, version 14   ROOT the workbook
#   FIX=YES formats them
cmake_minimum_required(VERSION 3.25)

file(GLOB_RECURSE files
  ${ROOT}/exercises/*.[ch]pp ${ROOT}/solutions/*.[ch]pp ${ROOT}/tests/*.[ch]pp
  ${ROOT}/cmake/*.[ch]pp ${ROOT}/common/*.[ch]pp ${ROOT}/companion/*.[ch]pp
  ${ROOT}/grader/*.[ch]pp)
if(FIX)
  set(mode -i)
else()
  set(mode --dry-run -Werror)
endif()
execute_process(COMMAND ${CLANG_FORMAT} ${mode} ${files}
  WORKING_DIRECTORY ${ROOT} COMMAND_ERROR_IS_FATAL ANY)
