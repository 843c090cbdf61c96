# Joins object files and archives into one object file, and writes beside it
# what it defines (FILE.defined) and what it leaves to others (FILE.undefined),
# one name a line.
#
#   cmake -DCOMPILER=... -DNM=... -DOBJCOPY=... -P join_objects.cmake
#     FILE WHOLE|LOCAL INPUT...
#     NAMES FILE SHARED LIBRARY... STATIC LIBRARY...
#
# WHOLE takes every member of an archive. LOCAL takes what is needed, and makes
# the names of its functions and variables its own, so that no other file can
# call them: all but main, those of --wrap, and what several files may define
# alike, such as inline functions, which must stay one in the whole program. It
# also puts gaps of chance between them: from the place of one function, nobody
# can tell the place of another.
cmake_minimum_required(VERSION 3.25)

function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE failed ERROR_VARIABLE error
    OUTPUT_VARIABLE output)
  if(failed)
    message(FATAL_ERROR "${ARGN}\n${error}")
  endif()
  set(output "${output}" PARENT_SCOPE)
endfunction()

# names(result option...): the names that nm lists, "NAME TYPE ..." a line.
function(names result)
  run(${NM} -P ${ARGN})
  string(REGEX REPLACE ";" "" output "${output}")
  string(REGEX MATCHALL "[^\n]+" lines "${output}")
  set(${result} ${lines} PARENT_SCOPE)
endfunction()

function(write_names file)
  list(TRANSFORM ARGN REPLACE "[@ ].*" "")
  list(FILTER ARGN EXCLUDE REGEX ":$")
  list(SORT ARGN)
  list(REMOVE_DUPLICATES ARGN)
  list(JOIN ARGN "\n" text)
  file(WRITE ${file} "${text}\n")
endfunction()

set(words "")
set(seen FALSE)
math(EXPR last "${CMAKE_ARGC} - 1")
foreach(i RANGE ${last})
  if(seen)
    list(APPEND words "${CMAKE_ARGV${i}}")
  elseif(CMAKE_ARGV${i} MATCHES "join_objects.cmake$")
    set(seen TRUE)
  endif()
endforeach()
list(POP_FRONT words file kind)

if(file STREQUAL NAMES)
  cmake_parse_arguments(arg "" "" "SHARED;STATIC" ${words})
  names(shared -D --defined-only ${arg_SHARED})
  names(static -g --defined-only ${arg_STATIC})
  write_names(${kind} ${shared} ${static})
  return()
endif()

# gap(result number): an object file with nothing in it, but long.
function(gap result number)
  set(text "")
  foreach(section IN ITEMS .text .data .bss ".section .rodata")
    string(RANDOM LENGTH 3 ALPHABET 123456789 size)
    string(APPEND text "${section}\n.p2align 4\n.skip 16*${size}\n")
  endforeach()
  string(APPEND text ".section .note.GNU-stack,\"\",%progbits\n")
  set(gap ${file}.gap${number})
  file(WRITE ${gap}.s "${text}")
  run(${COMPILER} -c ${gap}.s -o ${gap}.o)
  file(REMOVE ${gap}.s)
  set(${result} ${gap}.o PARENT_SCOPE)
endfunction()

set(gaps "")
if(kind STREQUAL LOCAL)
  set(between "")
  set(number 0)
  foreach(word IN LISTS words)
    math(EXPR number "${number} + 1")
    gap(gap ${number})
    list(APPEND gaps ${gap})
    list(APPEND between ${gap} ${word})
  endforeach()
  set(words ${between})
elseif(kind STREQUAL WHOLE)
  list(PREPEND words -Wl,--whole-archive)
endif()
run(${COMPILER} -r -nostdlib -o ${file} ${words})
if(gaps)
  file(REMOVE ${gaps})
endif()
names(defined -g --defined-only ${file})
names(undefined -g -u ${file})
write_names(${file}.defined ${defined})
write_names(${file}.undefined ${undefined})

if(kind STREQUAL LOCAL)
  # W, V and u: what others may define, too.
  list(FILTER defined INCLUDE REGEX " [TDBRSGA] ")
  list(FILTER defined EXCLUDE REGEX "^(main|__wrap_[^ ]*) ")
  write_names(${file}.local ${defined})
  run(${OBJCOPY} --localize-symbols=${file}.local ${file})
endif()
