# A demo runs, and what it prints is what the READMEs show.
#   PROGRAM the demo   FOLDER where README.md and README.fr.md are
#   MARK what the READMEs call its output
#
# In a README, <!-- output: MARK --> stands before a block, of text or of a
# Mermaid diagram, that is the whole output of the demo. A demo that waits in
# real time may be held up by a busy machine, so it has three tries.
cmake_minimum_required(VERSION 3.25)

foreach(try RANGE 1 3)
  execute_process(COMMAND ${PROGRAM} OUTPUT_VARIABLE output
    RESULT_VARIABLE status TIMEOUT 30)
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "the demo ends with status ${status}:\n${output}")
  endif()
  set(differs "")
  foreach(readme IN ITEMS README.md README.fr.md)
    file(READ ${FOLDER}/${readme} text)
    set(mark "<!-- output: ${MARK} -->\n")
    string(FIND "${text}" "${mark}```text\n${output}```\n" at)
    string(FIND "${text}" "${mark}```mermaid\n${output}```\n" drawn_at)
    if(at EQUAL -1 AND drawn_at EQUAL -1)
      list(APPEND differs ${readme})
    endif()
  endforeach()
  if(NOT differs)
    return()
  endif()
endforeach()
message(FATAL_ERROR "${differs} does not show what the demo prints:\n${output}")
