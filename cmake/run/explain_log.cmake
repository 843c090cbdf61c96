# Says what a compiler's message means, if it is a known one.
#   LOG the file that holds it
cmake_minimum_required(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/explain.cmake)

file(READ ${LOG} log)
workbook_explain("${log}" explanation)
if(NOT explanation STREQUAL "")
  execute_process(COMMAND ${CMAKE_COMMAND} -E echo "${explanation}")
endif()
