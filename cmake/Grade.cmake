# The files that a grader judges with, in a copy of the workbook without answers
# (grader/base.cpp makes it and sets WORKBOOK_GRADE).
#
# A learner's object file is linked with two others, which come first and so
# keep their own copy of every inline function and template: see
# grader/DEFENCE.md.
#
#   judge.o   tests, support and Catch2; its functions are nobody else's
#   given.o   the libraries that the learner's file uses: Asio, and fmt if it
#             is static

# The libraries of the compiler and the system that every program has: what they
# define is nobody's to define again.
set(shared "")
foreach(name IN ITEMS libstdc++.so.6 libc++.so.1 libc++abi.so.1 libc.so.6
    libm.so.6 libgcc_s.so.1 libpthread.so.0 libdl.so.2 librt.so.1
    ld-linux-x86-64.so.2 ld-linux-aarch64.so.1)
  execute_process(COMMAND ${CMAKE_CXX_COMPILER} -print-file-name=${name}
    OUTPUT_VARIABLE path OUTPUT_STRIP_TRAILING_WHITESPACE)
  if(IS_ABSOLUTE ${path})
    list(APPEND shared ${path})
  endif()
endforeach()
set(static "")
foreach(name IN ITEMS libc_nonshared.a libgcc.a libgcc_eh.a
    Scrt1.o crti.o crtn.o crtbeginS.o crtendS.o)
  execute_process(COMMAND ${CMAKE_CXX_COMPILER} -print-file-name=${name}
    OUTPUT_VARIABLE path OUTPUT_STRIP_TRAILING_WHITESPACE)
  if(IS_ABSOLUTE ${path})
    list(APPEND static ${path})
  endif()
endforeach()

# Catch2 is headers only, or static, or shared; so is fmt.
set(judging $<TARGET_FILE:workbook_words>)
set(giving $<TARGET_FILE:workbook_asio>)
set(linked "")
foreach(library IN ITEMS Catch2::Catch2 fmt::fmt)
  get_target_property(type ${library} TYPE)
  set(file $<TARGET_FILE:${library}>)
  if(type STREQUAL INTERFACE_LIBRARY)
    continue()
  elseif(type STREQUAL STATIC_LIBRARY AND library STREQUAL Catch2::Catch2)
    list(APPEND judging ${file})
  elseif(type STREQUAL STATIC_LIBRARY)
    list(APPEND giving ${file})
  else()
    list(APPEND linked ${file})
    list(APPEND shared ${file})
  endif()
endforeach()

set(grade ${PROJECT_BINARY_DIR}/grade)
set(join ${CMAKE_COMMAND} -DCOMPILER=${CMAKE_CXX_COMPILER}
  -DNM=${CMAKE_NM} -DOBJCOPY=${CMAKE_OBJCOPY}
  -P ${PROJECT_SOURCE_DIR}/cmake/run/join_objects.cmake)

# gold links a program in a third of the time (Defaults.cmake has looked whether
# it is there). Like the compiler's own linker, it reads no orders in sections of
# an object file, as others do.
set(linker "")
if(WORKBOOK_LINKER_gold)
  set(linker -fuse-ld=gold)
endif()

# Nothing of a program is for the libraries to find: a function of the learner's
# never stands in for one that a library calls.
file(CONFIGURE OUTPUT ${grade}/nothing_exported.map CONTENT
  "{ local: *; };\n")

add_custom_command(OUTPUT ${grade}/given.o ${grade}/system.names
  COMMAND ${join} ${grade}/given.o WHOLE ${giving}
  COMMAND ${join} NAMES ${grade}/system.names SHARED ${shared} STATIC ${static}
  DEPENDS workbook_asio ${PROJECT_SOURCE_DIR}/cmake/run/join_objects.cmake
  COMMAND_EXPAND_LISTS VERBATIM)
add_custom_target(grade_given DEPENDS ${grade}/given.o)

# workbook_graded(exo31): judge.o, how an answer is compiled, and how
# it is linked.
function(workbook_graded exo)
  set(judge ${grade}/${exo}/judge.o)
  set(objects $<TARGET_OBJECTS:${exo}_tests> $<TARGET_OBJECTS:workbook_support>)
  set(options "")
  foreach(library IN ITEMS world clock)
    string(TOUPPER ${library} mark)
    get_target_property(marked ${exo}_tests WORKBOOK_${mark})
    if(marked)
      list(APPEND objects $<TARGET_OBJECTS:workbook_${library}>)
      list(APPEND options
        $<TARGET_PROPERTY:workbook_${library},INTERFACE_LINK_OPTIONS>)
    endif()
  endforeach()
  add_custom_command(OUTPUT ${judge}
    COMMAND ${join} ${judge} LOCAL ${objects} ${judging}
    DEPENDS ${objects} workbook_words
      ${PROJECT_SOURCE_DIR}/cmake/run/join_objects.cmake
    COMMAND_EXPAND_LISTS VERBATIM)
  add_custom_target(${exo}_judge DEPENDS ${judge})

  # Only for its command, with another file: the headers of the tests are not
  # where the learner's file is compiled.
  set(answer ${grade}/${exo}/answer.cpp)
  file(CONFIGURE OUTPUT ${answer} CONTENT "")
  add_library(${exo}_answer OBJECT EXCLUDE_FROM_ALL ${answer})
  target_link_libraries(${exo}_answer PRIVATE ${exo}_given)
  workbook_precompile(${exo}_answer)
  # Nor a cache of compilations, which would be outside of the sandbox.
  set_target_properties(${exo}_answer PROPERTIES CXX_COMPILER_LAUNCHER "")

  # Without a table of symbols: the program could read its own.
  #
  # The options of the World and of the clock come along: --wrap, which judge.o
  # answers. (Their "LINKER:" is -Wl, which the grader knows.)
  file(GENERATE OUTPUT ${grade}/${exo}/link.txt CONTENT
"${CMAKE_CXX_COMPILER} ${CMAKE_CXX_FLAGS} ${linker} -pthread -Wl,--version-script=${grade}/nothing_exported.map -s -Wl,-z,now,-z,relro,-z,noexecstack $<JOIN:${options}, > -o @JOB@/${exo} ${judge} ${grade}/given.o @JOB@/answer.o $<JOIN:${linked}, >\n")
endfunction()
