# Where a library is not installed, a local copy serves when it is named; where
# nothing can be had, one message says what to install.
#   ROOT the workbook   SCRATCH a folder to work in   GENERATOR   COMPILER
cmake_minimum_required(VERSION 3.25)

file(REMOVE_RECURSE ${SCRATCH})

# Configures with these options; its output and status.
function(configure output status)
  execute_process(COMMAND ${CMAKE_COMMAND} -S ${ROOT} -B ${SCRATCH}/build
    -G ${GENERATOR} -DCMAKE_CXX_COMPILER=${COMPILER}
    # Not the real git: it might find a network.
    -DGIT_EXECUTABLE=${CMAKE_COMMAND}
    -DWORKBOOK_ONLY=exo29 -DWORKBOOK_COMPILED_ONCE=OFF ${ARGN}
    OUTPUT_VARIABLE text ERROR_VARIABLE text RESULT_VARIABLE result)
  file(REMOVE_RECURSE ${SCRATCH}/build)
  set(${output} "${text}" PARENT_SCOPE)
  set(${status} "${result}" PARENT_SCOPE)
endfunction()

foreach(library IN ITEMS Catch2 fmt)
  configure(output status -DCMAKE_DISABLE_FIND_PACKAGE_${library}=ON)
  if(status EQUAL 0)
    message(FATAL_ERROR "configured without ${library}:\n${output}")
  endif()
  foreach(text IN ITEMS "The workbook needs ${library}" "sudo apt install"
      "sudo dnf install" "sudo pacman -S" "brew install" "vcpkg install")
    string(FIND "${output}" "${text}" at)
    if(at EQUAL -1)
      message(FATAL_ERROR "without ${library}, CMake does not say: ${text}\n"
        "${output}")
    endif()
  endforeach()
endforeach()

# A copy is taken.
include(${CMAKE_CURRENT_LIST_DIR}/copies.cmake)
configure(output status ${copies})
if(NOT status EQUAL 0 OR NOT output MATCHES "the local fmt"
   OR NOT output MATCHES "the local Catch2")
  message(FATAL_ERROR "local copies are not taken:\n${output}")
endif()

# An Asio from before coroutines worked everywhere is refused, not tried.
file(WRITE ${SCRATCH}/asio/asio.hpp "")
file(WRITE ${SCRATCH}/asio/asio/version.hpp
  "#define ASIO_VERSION 101800 // 1.18.0\n")
configure(output status -DASIO_INCLUDE_DIR=${SCRATCH}/asio)
if(status EQUAL 0 OR NOT output MATCHES "needs Asio 1.22.1 or newer")
  message(FATAL_ERROR "an old Asio is not refused:\n${output}")
endif()
