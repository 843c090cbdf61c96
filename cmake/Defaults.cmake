# Settings that every target of the workbook shares.

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Debug CACHE STRING "Debug or Release" FORCE)
endif()

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
# The workbook has no C++ modules to scan for.
set(CMAKE_CXX_SCAN_FOR_MODULES OFF)

# Warnings inform a learner; only the workbook's own checks make them errors.
# One exception: a function that loses its last co_await or co_return is no
# coroutine any more, and without a return statement it would crash. The
# compiler has one flag for that and for a complete switch without a return
# after it, which is right; so tell_build looks at what it says, and refuses.
add_library(workbook_warnings INTERFACE)
if(MSVC)
  target_compile_options(workbook_warnings INTERFACE /W4 /utf-8 /bigobj)
else()
  target_compile_options(workbook_warnings INTERFACE
    -Wall -Wextra)
endif()
if(WORKBOOK_VERIFY)
  if(MSVC)
    target_compile_options(workbook_warnings INTERFACE /WX)
  else()
    target_compile_options(workbook_warnings INTERFACE
      -Werror -Wno-error=return-type)
  endif()
endif()

# The learner waits for each compilation and each link. The fastest linker
# around is taken, and the compiler need not write its assembly to a file.
if(NOT MSVC)
  include(CheckLinkerFlag)
  foreach(linker IN ITEMS mold lld gold)
    check_linker_flag(CXX -fuse-ld=${linker} WORKBOOK_LINKER_${linker})
    if(WORKBOOK_LINKER_${linker})
      add_link_options(-fuse-ld=${linker})
      break()
    endif()
  endforeach()
  add_compile_options(-pipe)
  # GCC collects garbage while it compiles, for the sake of small machines. With
  # this many kilobytes before it begins, a file of coroutines takes an eighth
  # less time and a tenth more memory.
  add_compile_options(
    $<$<CXX_COMPILER_ID:GNU>:--param=ggc-min-heapsize=262144>)
endif()

# What a debugger reads takes a sixth of the compiler's time. The preset "debug"
# has it, for the learner's own file.
option(WORKBOOK_DEBUGGER "Debugging information in the learner's file")
if(NOT MSVC AND NOT WORKBOOK_VERIFY AND NOT WORKBOOK_DEBUGGER)
  add_compile_options($<$<CONFIG:Debug>:-g0>)
endif()

# workbook_given(target): code that is not the learner's. It never has debugging
# information, so that what the learner waits for, the link, is short. A grader
# builds it once for a class: it takes a sixth longer to compile so, half as long
# to link, and the tests run in half the time.
function(workbook_given target)
  if(WORKBOOK_GRADE)
    target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU,Clang>:-O1>)
  endif()
  if(NOT MSVC AND WORKBOOK_DEBUGGER)
    target_compile_options(${target} PRIVATE -g0)
  endif()
endfunction()

# A plain `ctest` keeps to itself why a test failed. A learner must see it.
if(NOT WORKBOOK_VERIFY)
  file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/CTestCustom.cmake @ONLY CONTENT
"set(CTEST_CUSTOM_POST_TEST
  \"\\\"@CMAKE_COMMAND@\\\" -P \\\"@PROJECT_SOURCE_DIR@/cmake/run/show_failures.cmake\\\"\")
")
endif()
