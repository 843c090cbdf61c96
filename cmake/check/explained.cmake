# An error is explained as its file declares, in both languages.
#   COMPILER   FAMILY g++ or clang   FLAGS   LIBRARY to link with
#   SCRATCH where the object goes
#   FILE the file, whose first lines declare
#     // explained: copied-awaitable
#     // explained by clang: nothing
# The second line is there when one compiler has nothing to complain about.
cmake_minimum_required(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/../run/explain.cmake)

string(REPLACE "+" "[+]" family "${FAMILY}")
file(STRINGS ${FILE} expected LIMIT_COUNT 1
  REGEX "^// explained by ${family}: [a-z-]+$")
if(NOT expected)
  file(STRINGS ${FILE} expected LIMIT_COUNT 1 REGEX "^// explained: [a-z-]+$")
endif()
string(REGEX REPLACE ".*: " "" expected "${expected}")
if(NOT expected)
  message(FATAL_ERROR "${FILE} declares no explanation")
endif()

separate_arguments(FLAGS)

# A program is linked, anything else compiled.
file(STRINGS ${FILE} main REGEX "^int main\\(")
set(mode -c)
if(main)
  set(mode ${LIBRARY} -pthread)
endif()
set(ENV{LC_ALL} C)
execute_process(COMMAND ${COMPILER} ${FLAGS} ${FILE} ${mode} -o ${SCRATCH}
  OUTPUT_VARIABLE output ERROR_VARIABLE output)
unset(ENV{LC_ALL})

foreach(language IN ITEMS en fr)
  set(ENV{WORKBOOK_LANG} ${language})
  workbook_explain("${output}" ${language})
  if(expected STREQUAL nothing)
    if(${language})
      message(FATAL_ERROR "explained:\n${${language}}\nas the meaning of:\n${output}")
    endif()
  elseif(NOT ${language} MATCHES " \\[${expected}\\]\n")
    message(FATAL_ERROR "not explained as ${expected}, but:\n${${language}}\n"
      "as the meaning of:\n${output}")
  endif()
  message("${${language}}")
endforeach()
if(en AND en STREQUAL fr)
  message(FATAL_ERROR "the same in both languages")
endif()
