# asio::stream_file, for the right answers that say "// needs: stream_file".
#
# On Windows, Asio has it with completion ports only, which are off here: the
# answer does without. On Linux it is there when Asio is compiled with
# ASIO_HAS_IO_URING; that changes Asio's library and its headers, so nothing
# compiled with it may be linked with what was compiled without. Such an answer
# is therefore built with an Asio, a support and tests of its own.
include_guard(GLOBAL)

# Sets `missing` to what this machine lacks, or to nothing. io_uring may be in
# the kernel and yet refused, in a container for example: so it is tried.
function(workbook_probe_io_uring missing)
  find_path(URING_INCLUDE_DIR liburing.h)
  find_library(URING_LIBRARY uring)
  mark_as_advanced(URING_INCLUDE_DIR URING_LIBRARY)
  set(${missing} "" PARENT_SCOPE)
  if(NOT CMAKE_SYSTEM_NAME STREQUAL Linux OR CMAKE_CROSSCOMPILING)
    set(${missing} "this is not the Linux it would run on" PARENT_SCOPE)
    return()
  elseif(NOT URING_INCLUDE_DIR OR NOT URING_LIBRARY)
    set(${missing} "liburing is not installed" PARENT_SCOPE)
    return()
  endif()
  try_run(WORKBOOK_IO_URING_STATUS WORKBOOK_IO_URING_COMPILES
    SOURCE_FROM_CONTENT probe.cpp [[
#include <liburing.h>
#include <sys/uio.h>
#include <unistd.h>
int main() {
  int pipe[2];
  char byte = 'x';
  iovec buffer{&byte, 1};
  io_uring ring;
  if (::pipe(pipe) != 0 || ::write(pipe[1], "y", 1) != 1) return 1;
  if (io_uring_queue_init(8, &ring, 0) != 0) return 2;
  io_uring_sqe* request = io_uring_get_sqe(&ring);
  io_uring_prep_readv(request, pipe[0], &buffer, 1, -1);
  io_uring_cqe* answer = nullptr;
  if (io_uring_submit_and_wait(&ring, 1) != 1) return 3;
  if (io_uring_peek_cqe(&ring, &answer) != 0) return 4;
  return answer->res == 1 && byte == 'y' ? 0 : 5;
}
]]
    CMAKE_FLAGS -DINCLUDE_DIRECTORIES=${URING_INCLUDE_DIR}
    LINK_LIBRARIES ${URING_LIBRARY})
  if(NOT WORKBOOK_IO_URING_COMPILES)
    set(${missing} "liburing does not compile here" PARENT_SCOPE)
  elseif(NOT WORKBOOK_IO_URING_STATUS EQUAL 0)
    set(${missing} "the system refuses io_uring here" PARENT_SCOPE)
  endif()
endfunction()

# workbook_stream_file_answer(right35.stream_file right.35.stream_file exo35
# file): the program that judges this answer, and its test; or why not.
function(workbook_stream_file_answer target test exo file)
  if(WIN32)
    workbook_answer(${target} ${exo} ${file})
    add_test(NAME ${test} COMMAND ${target})
    return()
  endif()
  workbook_probe_io_uring(missing)
  if(missing)
    message(STATUS "${test} is left out: ${missing}")
    return()
  endif()

  if(NOT TARGET workbook_asio_uring)
    get_target_property(asio_sources workbook_asio SOURCES)
    get_target_property(asio_definitions workbook_asio COMPILE_DEFINITIONS)
    add_library(workbook_asio_uring STATIC ${asio_sources})
    target_include_directories(workbook_asio_uring SYSTEM PUBLIC
      ${URING_INCLUDE_DIR})
    target_compile_definitions(workbook_asio_uring PUBLIC
      ${asio_definitions} ASIO_HAS_IO_URING)
    target_link_libraries(workbook_asio_uring PUBLIC
      workbook_asio_headers ${URING_LIBRARY})
  endif()
  get_target_property(test_sources ${exo}_tests SOURCES)
  get_target_property(support_sources workbook_support SOURCES)
  add_executable(${target} ${file} ${test_sources} ${support_sources})
  target_include_directories(${target} PRIVATE
    $<TARGET_PROPERTY:${exo}_given,INTERFACE_INCLUDE_DIRECTORIES>
    $<TARGET_PROPERTY:workbook_learner,INTERFACE_INCLUDE_DIRECTORIES>)
  target_link_libraries(${target} PRIVATE workbook_asio_uring workbook_words
    Catch2::Catch2 fmt::fmt workbook_warnings)
  add_test(NAME ${test} COMMAND ${target})
endfunction()
