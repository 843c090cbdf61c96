// Catch2, version 2 or 3, and EXPECT: an assertion that knows what it teaches.
#pragma once

#if __has_include(<catch2/catch_test_macros.hpp>)
#include <catch2/catch_test_macros.hpp>
#include <catch2/catch_tostring.hpp>
#else
#include <catch2/catch.hpp>
#endif

#include <string_view>
#include <support/lesson.hpp>

namespace workbook {

// The title of the running test in French: the first line of each test.
void in_french(std::string_view title);

}  // namespace workbook

// EXPECT(lesson, condition) is REQUIRE(condition); when it fails, or throws, or
// never comes back, `lesson` is what the learner reads.
#define EXPECT(lesson, ...)                         \
  do {                                              \
    const ::workbook::Teaching teaching_it(lesson); \
    REQUIRE(__VA_ARGS__);                           \
  } while (false)
