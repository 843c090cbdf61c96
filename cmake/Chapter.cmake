# workbook_chapter(walkthrough by_hand ...): the programs of the chapter, from
# exercises/chapter/, as targets chapter_walkthrough ...
#
# With WORKBOOK_VERIFY, each is run, and what it prints is what the READMEs at
# the root show. The program crowd measures, so it is only run, on a small crowd.
function(workbook_chapter)
  foreach(program IN LISTS ARGN)
    set(target chapter_${program})
    add_executable(${target} EXCLUDE_FROM_ALL
      ${PROJECT_SOURCE_DIR}/exercises/chapter/${program}.cpp)
    target_link_libraries(${target} PRIVATE workbook_learner)
    if(WORKBOOK_VERIFY)
      set_target_properties(${target} PROPERTIES EXCLUDE_FROM_ALL FALSE)
      if(program STREQUAL crowd)
        add_test(NAME chapter.${program} COMMAND ${target} 100)
      else()
        workbook_check(chapter.${program} demo
          -DPROGRAM=$<TARGET_FILE:${target}> -DFOLDER=${PROJECT_SOURCE_DIR}
          -DMARK=${program})
      endif()
    endif()
  endforeach()
  if(WORKBOOK_VERIFY)
    add_test(NAME chapter.readme COMMAND readme_check ${PROJECT_SOURCE_DIR})
  endif()
endfunction()
