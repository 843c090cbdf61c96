# A README shows the message of a failing test, in its own language.
#   PROGRAM the test program   STEP what it runs   MARK how the READMEs call it
#   FOLDER where README.md and README.fr.md are   FIX=YES writes it there
cmake_minimum_required(VERSION 3.25)

foreach(language_readme IN ITEMS "en README.md" "fr README.fr.md")
  string(SUBSTRING "${language_readme}" 0 2 language)
  string(SUBSTRING "${language_readme}" 3 -1 readme)
  execute_process(
    COMMAND ${CMAKE_COMMAND} -E env WORKBOOK_LANG=${language}
      ${PROGRAM} "${STEP}"
    OUTPUT_VARIABLE output)
  string(STRIP "${output}" output)
  set(block "<!-- screen: ${MARK} -->\n```text\n${output}\n```\n")
  file(READ ${FOLDER}/${readme} text)
  string(FIND "${text}" "${block}" at)
  if(at EQUAL -1 AND FIX)
    string(FIND "${text}" "<!-- screen: ${MARK} -->" begin)
    string(SUBSTRING "${text}" 0 ${begin} before)
    string(SUBSTRING "${text}" ${begin} -1 rest)
    string(FIND "${rest}" "\n```\n" end)
    math(EXPR end "${end} + 5")
    string(SUBSTRING "${rest}" ${end} -1 after)
    file(WRITE ${FOLDER}/${readme} "${before}${block}${after}")
  elseif(at EQUAL -1)
    message(SEND_ERROR "${readme} does not show what ${MARK} prints:\n${output}")
  endif()
endforeach()
