# What every target of the workbook shares.

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Debug CACHE STRING "Debug or Release" FORCE)
endif()

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
# The workbook has no C++ modules to scan for.
set(CMAKE_CXX_SCAN_FOR_MODULES OFF)

# Warnings inform a learner; only the workbook's own checks make them errors.
add_library(workbook_warnings INTERFACE)
if(MSVC)
  target_compile_options(workbook_warnings INTERFACE /W4 /utf-8 /bigobj)
else()
  target_compile_options(workbook_warnings INTERFACE -Wall -Wextra)
endif()
if(WORKBOOK_VERIFY)
  if(MSVC)
    target_compile_options(workbook_warnings INTERFACE /WX)
  else()
    target_compile_options(workbook_warnings INTERFACE -Werror)
  endif()
endif()
