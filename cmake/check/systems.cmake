# The workbook configures on a system that is not Linux, for a learner and for
# an author: the exercises that need Linux are named and left out, and nothing
# else asks for what only Linux has.
#   ROOT the workbook   SCRATCH a folder to work in   GENERATOR   COMPILER
cmake_minimum_required(VERSION 3.25)

# Nothing is built, so the compiler may be Linux's.
file(REMOVE_RECURSE ${SCRATCH})
include(${CMAKE_CURRENT_LIST_DIR}/copies.cmake)
foreach(verify IN ITEMS OFF ON)
  file(REMOVE_RECURSE ${SCRATCH}/build)
  execute_process(COMMAND ${CMAKE_COMMAND} -S ${ROOT} -B ${SCRATCH}/build
    -G ${GENERATOR} -DCMAKE_CXX_COMPILER=${COMPILER}
    -DCMAKE_SYSTEM_NAME=FreeBSD -DWORKBOOK_VERIFY=${verify} ${copies}
    OUTPUT_VARIABLE output ERROR_VARIABLE output RESULT_VARIABLE status)
  if(NOT status EQUAL 0 OR
     NOT output MATCHES "Not on this system: exo38-server, .*need Linux: WSL")
    message(FATAL_ERROR "with WORKBOOK_VERIFY=${verify}:\n${output}")
  endif()
endforeach()
file(REMOVE_RECURSE ${SCRATCH})
