# cmake -DFILE=join.cpp -DTARGET=exo31 -DBUILD_DIR=... -DCONFIG=... -P this
cmake_minimum_required(VERSION 3.25)

execute_process(COMMAND ${CMAKE_COMMAND} --build ${BUILD_DIR}
  --config ${CONFIG} --target ${TARGET} RESULT_VARIABLE failed)
if(failed)
  message(FATAL_ERROR "failed")
endif()
