// How much memory is in use, for tests that bound it. Linux only.
#pragma once

#include <malloc.h>

#include <cstddef>

// A sanitizer has a heap of its own; g++ and clang tell of it in two ways.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define WORKBOOK_HEAP_OF_A_SANITIZER
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define WORKBOOK_HEAP_OF_A_SANITIZER
#endif
#endif

#ifdef WORKBOOK_HEAP_OF_A_SANITIZER
// As in <sanitizer/allocator_interface.h>, which not every g++ brings.
extern "C" std::size_t __sanitizer_get_current_allocated_bytes();
#endif

namespace workbook {

// The bytes on the heap at this moment, whoever has asked for them.
inline std::size_t bytes_on_heap() {
#ifdef WORKBOOK_HEAP_OF_A_SANITIZER
  return __sanitizer_get_current_allocated_bytes();
#else
  const auto heap = mallinfo2();
  return heap.uordblks + heap.hblkhd;
#endif
}

}  // namespace workbook
