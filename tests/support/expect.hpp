// Catch2, version 2 or 3, and EXPECT: an assertion that knows what it teaches.
#pragma once

#if __has_include(<catch2/catch_test_macros.hpp>)
#include <catch2/catch_test_macros.hpp>
#include <catch2/catch_tostring.hpp>
#else
#include <catch2/catch.hpp>
#endif

#include <exception>
#include <string_view>
#include <support/attest.hpp>
#include <support/lesson.hpp>

namespace workbook {

// The title of the running test in French: the first line of each test.
void in_french(std::string_view title);

// How an expectation is judged: as REQUIRE does, or, when a grader has it
// turned round, as REQUIRE_FALSE does.
inline Catch::ResultDisposition::Flags disposition() {
  using namespace Catch;
  return attest_turned_round()
             ? ResultDisposition::Normal | ResultDisposition::FalseTest
             : ResultDisposition::Normal;
}

// The last thing that a test does, if it comes to its end.
class Whole {
 public:
  Whole() = default;
  Whole(const Whole&) = delete;
  ~Whole() {
    if (std::uncaught_exceptions() == 0) attest_whole();
  }
};

}  // namespace workbook

// A test case of Catch2 that tells a grader that it has come to its end. What
// stands in its braces is the body of a destructor: behind it, in the same
// function, the compiler destroys the member. Code under test that returned to
// the caller of the test, past all frames in between, would leave that out.
#undef TEST_CASE
#define TEST_CASE(...) \
  WORKBOOK_TEST_CASE(INTERNAL_CATCH_UNIQUE_NAME(workbook_test_), __VA_ARGS__)
#define WORKBOOK_TEST_CASE(body, ...)                                  \
  namespace {                                                          \
  struct body {                                                        \
    body() = default;                                                  \
    body(const body&) = delete;                                        \
    ~body() noexcept(false);                                           \
    ::workbook::Whole workbook_whole;                                  \
  };                                                                   \
  }                                                                    \
  INTERNAL_CATCH_TESTCASE(__VA_ARGS__) { [[maybe_unused]] body test; } \
  body::~body() noexcept(false)

// EXPECT(lesson, condition) is REQUIRE(condition); when it fails, or throws, or
// never comes back, `lesson` is what the learner reads. (REQUIRE is this macro
// of Catch2, of version 2 and of version 3, with a constant for the second
// argument.)
#define EXPECT(lesson, ...)                                                 \
  do {                                                                      \
    const ::workbook::Teaching teaching_it(lesson);                         \
    INTERNAL_CATCH_TEST("REQUIRE", ::workbook::disposition(), __VA_ARGS__); \
  } while (false)
