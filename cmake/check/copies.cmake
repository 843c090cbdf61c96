# For the checks that configure and build nothing: copies of Catch2 and fmt that
# only have the right targets, in the folder SCRATCH. `copies` has the options
# with which CMake takes them.
file(WRITE ${SCRATCH}/fmt/CMakeLists.txt
  "add_library(fmt INTERFACE)\nadd_library(fmt::fmt ALIAS fmt)\n"
  "message(STATUS \"the local fmt\")\n")
file(WRITE ${SCRATCH}/catch2/CMakeLists.txt
  "add_library(Catch2 INTERFACE)\nadd_library(Catch2::Catch2 ALIAS Catch2)\n"
  "message(STATUS \"the local Catch2\")\n")
set(copies
  -DCMAKE_DISABLE_FIND_PACKAGE_fmt=ON -DCMAKE_DISABLE_FIND_PACKAGE_Catch2=ON
  -DFETCHCONTENT_SOURCE_DIR_FMT=${SCRATCH}/fmt
  -DFETCHCONTENT_SOURCE_DIR_CATCH2=${SCRATCH}/catch2)
