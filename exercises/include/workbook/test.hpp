// TEST_CASE and REQUIRE for tests that are themselves under test.
//
// The words are those of Catch2: TEST_CASE, REQUIRE, REQUIRE_FALSE, CHECK,
// CHECK_FALSE, FAIL; where Catch2 is included before, they are Catch2's. Here a
// small header speaks them, because the same tests run again and again, each
// time with something else, and because what judges them must be out of their
// reach. There are no sections.
//
// With them come a World, whose time belongs to the test, and the Outcome of
// what was started in it.
#pragma once

// As in Catch2: REQUIRE(a == b) becomes something <= a == b, which compilers
// would like to see in parentheses, but for headers of the system.
#pragma GCC system_header

#include <fmt/format.h>

#include <asio/any_io_executor.hpp>
#include <asio/awaitable.hpp>
#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/error_code.hpp>
#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <utility>
#include <vector>

namespace workbook::test {

// One TEST_CASE.
struct Case {
  const char* title;
  const char* tags;
  void (*body)();
};

// All of them, in the order of the file.
inline std::vector<Case>& cases() {
  static std::vector<Case> all;
  return all;
}

struct Registered {
  explicit Registered(Case one) { cases().push_back(one); }
};

// One assertion, after it was made.
struct Assertion {
  const char* text;    // REQUIRE(lease.waits())
  std::string values;  // "lease" == "label", or ""
  const char* file;
  int line;
};

// A REQUIRE that failed leaves the test by this exception.
struct Failed {};

enum class Doing { starts, returns, throws, stops };

// Who runs the tests: the judge, or a program of one's own. It owns the event
// loop and the time of the test that is running.
class Host {
 public:
  virtual ~Host() = default;
  virtual asio::any_io_executor executor() = 0;
  virtual void settle() = 0;
  virtual void advance(std::chrono::nanoseconds by) = 0;
  virtual void asserted(bool holds, const Assertion& assertion) = 0;
  virtual void tell(const std::string& who, Doing what,
                    const std::string& detail) = 0;
};

inline Host*& current_host() {
  static Host* host = nullptr;
  return host;
}

inline Host& host() {
  if (!current_host()) throw std::logic_error("no test is running");
  return *current_host();
}

// How a value is shown. A type may bring its own, in its namespace.
template <class T>
std::string shown(const T& value) {
  if constexpr (std::is_null_pointer_v<T>)
    return "nullptr";
  else if constexpr (std::is_convertible_v<const T&, const char*>) {
    const char* text = value;
    return text ? fmt::format("\"{}\"", text) : "nullptr";
  } else if constexpr (std::is_convertible_v<const T&, std::string_view>)
    return fmt::format("\"{}\"", std::string_view(value));
  else if constexpr (std::is_same_v<T, asio::error_code>)
    return value ? value.message() : "no error";
  else if constexpr (std::is_error_code_enum_v<T>)
    return asio::error_code(value).message();
  else if constexpr (std::is_arithmetic_v<T>)
    return fmt::format("{}", value);
  else
    return "{?}";
}

// What was started with World::run(). T may be void.
template <class T>
class Outcome {
 public:
  bool waits() const { return !its_->ended; }
  bool returned() const { return its_->ended && !its_->failure; }
  bool threw() const { return its_->failure != nullptr; }

  // What it returned; throws if it has returned nothing.
  std::add_lvalue_reference_t<const T> value() const
      requires(!std::is_void_v<T>) {
    if (its_->failure) std::rethrow_exception(its_->failure);
    if (!its_->value)
      throw std::logic_error(its_->name + ".returned() == false");
    return *its_->value;
  }

  // The code of the std::system_error that it threw; else none.
  asio::error_code error() const {
    try {
      if (its_->failure) std::rethrow_exception(its_->failure);
    } catch (const std::system_error& e) {
      return e.code();
    } catch (...) {
    }
    return {};
  }

  // Asks it to stop, as a race or a time limit does.
  void cancel() const {
    host().tell(its_->name, Doing::stops, "");
    its_->stop.emit(asio::cancellation_type::terminal);
  }

 private:
  friend class World;
  using Value = std::conditional_t<std::is_void_v<T>, bool, T>;

  struct State {
    std::string name;
    bool ended = false;
    std::optional<Value> value;
    std::exception_ptr failure;
    asio::cancellation_signal stop;
  };

  explicit Outcome(std::string name) : its_(std::make_shared<State>()) {
    its_->name = std::move(name);
  }

  static asio::awaitable<void> perform(std::shared_ptr<State> its,
                                       asio::awaitable<T> work) {
    host().tell(its->name, Doing::starts, "");
    std::string detail;
    try {
      if constexpr (std::is_void_v<T>) {
        co_await std::move(work);
      } else {
        its->value.emplace(co_await std::move(work));
        detail = shown(*its->value);
      }
    } catch (const std::exception& e) {
      its->failure = std::current_exception();
      detail = e.what();
    } catch (...) {
      its->failure = std::current_exception();
    }
    its->ended = true;
    host().tell(its->name, its->failure ? Doing::throws : Doing::returns,
                detail);
  }

  std::shared_ptr<State> its_;
};

// The event loop and the time of one test. Nothing runs until settle().
class World {
 public:
  // Starts a coroutine; its name is for the story of the test.
  template <class T>
  Outcome<T> run(std::string name, asio::awaitable<T> work) {
    Outcome<T> outcome(std::move(name));
    asio::co_spawn(executor(),
                   Outcome<T>::perform(outcome.its_, std::move(work)),
                   asio::bind_cancellation_slot(
                       outcome.its_->stop.slot(),
                       [its = outcome.its_](const std::exception_ptr&) {}));
    return outcome;
  }

  // Runs all that is ready. What waits then, waits for the test.
  void settle() { host().settle(); }

  // Time passes; every timer on the way rings at its own moment.
  void advance(std::chrono::nanoseconds by) { host().advance(by); }

  asio::any_io_executor executor() { return host().executor(); }
};

// Of numbers, the signs are no matter: a size() may be compared with 2.
template <class L, class R>
constexpr bool numbers = std::is_integral_v<L>&& std::is_integral_v<R> &&
                         !std::is_same_v<L, bool> && !std::is_same_v<R, bool> &&
                         !std::is_same_v<L, char> && !std::is_same_v<R, char>;

// REQUIRE(a && b) would not tell which of them failed.
#define WORKBOOK_TEST_ONE_AT_A_TIME(sign)                                 \
  template <class R>                                                      \
  Judged operator sign(const R&) const {                                  \
    static_assert(sizeof(R) == 0,                                         \
                  "one condition for each assertion: write two of them, " \
                  "or put a pair of parentheses around the whole");       \
    return {};                                                            \
  }

struct Judged {
  bool holds;
  std::string values;
  WORKBOOK_TEST_ONE_AT_A_TIME(&&)
  WORKBOOK_TEST_ONE_AT_A_TIME(||)
};

// The left side of a comparison. For what is none, the whole of it.
template <class L>
struct Left {
  const L& left;

  explicit(false) operator Judged() const {
    return {static_cast<bool>(left), ""};
  }

#define WORKBOOK_TEST_COMPARES(sign, numeric)                       \
  template <class R>                                                \
  Judged operator sign(const R& right) const {                      \
    const auto values = shown(left) + " " #sign " " + shown(right); \
    if constexpr (numbers<L, R>)                                    \
      return {std::numeric(left, right), values};                   \
    else                                                            \
      return {static_cast<bool>(left sign right), values};          \
  }
  WORKBOOK_TEST_COMPARES(==, cmp_equal)
  WORKBOOK_TEST_COMPARES(!=, cmp_not_equal)
  WORKBOOK_TEST_COMPARES(<, cmp_less)
  WORKBOOK_TEST_COMPARES(>, cmp_greater)
  WORKBOOK_TEST_COMPARES(<=, cmp_less_equal)
  WORKBOOK_TEST_COMPARES(>=, cmp_greater_equal)
#undef WORKBOOK_TEST_COMPARES

  WORKBOOK_TEST_ONE_AT_A_TIME(&&)
  WORKBOOK_TEST_ONE_AT_A_TIME(||)
#undef WORKBOOK_TEST_ONE_AT_A_TIME
};

struct Decompose {
  template <class L>
  Left<L> operator<=(const L& left) const {
    return {left};
  }
};

inline void judge(const Judged& judged, bool expected, bool goes_on,
                  Assertion assertion) {
  const bool holds = judged.holds == expected;
  assertion.values = judged.values;
  host().asserted(holds, assertion);
  if (!holds && !goes_on) throw Failed();
}

}  // namespace workbook::test

#ifndef TEST_CASE
#define WORKBOOK_TEST_JOIN_(a, b) a##b
#define WORKBOOK_TEST_JOIN(a, b) WORKBOOK_TEST_JOIN_(a, b)
#define WORKBOOK_TEST_CASE_AS(name, title, tags)                \
  static void name();                                           \
  static const ::workbook::test::Registered WORKBOOK_TEST_JOIN( \
      name, _is_)({title, tags, name});                         \
  static void name()
#define WORKBOOK_TEST_ASSERT(word, expected, goes_on, ...)              \
  ::workbook::test::judge(::workbook::test::Decompose() <= __VA_ARGS__, \
                          expected, goes_on,                            \
                          {word "(" #__VA_ARGS__ ")", "", __FILE__, __LINE__})

#define TEST_CASE(title, tags)                                           \
  WORKBOOK_TEST_CASE_AS(WORKBOOK_TEST_JOIN(workbook_test_, __COUNTER__), \
                        title, tags)
#define REQUIRE(...) WORKBOOK_TEST_ASSERT("REQUIRE", true, false, __VA_ARGS__)
#define REQUIRE_FALSE(...) \
  WORKBOOK_TEST_ASSERT("REQUIRE_FALSE", false, false, __VA_ARGS__)
#define CHECK(...) WORKBOOK_TEST_ASSERT("CHECK", true, true, __VA_ARGS__)
#define CHECK_FALSE(...) \
  WORKBOOK_TEST_ASSERT("CHECK_FALSE", false, true, __VA_ARGS__)
#define FAIL(message)                               \
  ::workbook::test::judge({false, ""}, true, false, \
                          {"FAIL(" #message ")", "", __FILE__, __LINE__})
#endif
