# A network and a clock that the test owns: tests/support/world/README.md.
#
# workbook_world(target): the program `target` lives in the World. Every call of
# the functions in wrapped.txt, by it or by Asio, is answered there.

set(world ${PROJECT_SOURCE_DIR}/tests/support/world)
file(STRINGS ${world}/wrapped.txt wrapped)
set_property(DIRECTORY APPEND PROPERTY
  CMAKE_CONFIGURE_DEPENDS ${world}/wrapped.txt)
list(TRANSFORM wrapped PREPEND "LINKER:--wrap=")

add_library(workbook_world OBJECT EXCLUDE_FROM_ALL
  ${world}/chaos.cpp
  ${world}/network.cpp
  ${world}/peer.cpp
  ${world}/process.cpp
  ${world}/world.cpp
  ${world}/wrappers.cpp)
target_link_libraries(workbook_world PUBLIC workbook_support)
target_link_options(workbook_world INTERFACE ${wrapped})
workbook_given(workbook_world)
# It answers hundreds of thousands of calls in one run of some tests. It compiles
# as fast so, and the tests take a third less time.
target_compile_options(workbook_world PRIVATE $<$<CONFIG:Debug>:-O1>)

function(workbook_world target)
  target_link_libraries(${target} PRIVATE workbook_world)
endfunction()

# The tests of the World itself.
if(WORKBOOK_VERIFY)
  file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/exercise/world.cpp @ONLY CONTENT
"#include <support/lesson.hpp>
const workbook::ThisExercise workbook::exercise{
    \"world\", \"tests/world\", \"test.cpp\", \"README\"};
")
  add_executable(world_test ${PROJECT_SOURCE_DIR}/tests/world/test.cpp
    ${PROJECT_SOURCE_DIR}/tests/world/system_calls.cpp
    ${PROJECT_BINARY_DIR}/exercise/world.cpp)
  target_link_libraries(world_test PRIVATE workbook_support)
  workbook_world(world_test)
  workbook_passes(world world_test)
endif()
