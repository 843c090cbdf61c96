// Values that are awkward at the ends where mistakes are: tests try them by
// habit, and each helper is used in one line.
//
//   constexpr Text the_lamp_is_sold{"the lamp is sold", "la lampe est vendue"};
//
//   for (const auto& thrown : awkward_exceptions(the_lamp_is_sold)) {
//     gate.fail(thrown);
//     ...
//     EXPECT(exception_lost, same_exception(tag.exception(), thrown));
//   }
#pragma once

#include <array>
#include <asio/error.hpp>
#include <asio/system_error.hpp>
#include <exception>
#include <functional>
#include <memory>
#include <ostream>
#include <stdexcept>
#include <string>
#include <support/language.hpp>
#include <utility>
#include <vector>

namespace workbook {

// How many: one, two, a number that is no power of two, and far above.
inline constexpr std::array limits{1, 2, 17, 300};

// First and second use: a function that works once may fail the next time.
inline constexpr std::array uses{1, 2};

// An exception of the tests' own, which no answer can name. The learner reads
// its words. It remembers who it is, so that it is told from another one with
// the same words. It is derived from std::runtime_error: whoever catches that,
// and throws a copy, is seen.
class Mishap : public std::runtime_error {
 public:
  explicit Mishap(Text text);
  int id() const { return id_; }

 private:
  int id_;
};

// The same, but no std::exception: `catch (const std::exception&)` lets it by.
class Oddity {
 public:
  explicit Oddity(Text text) : mishap_(text) {}
  const char* what() const noexcept { return mishap_.what(); }
  int id() const { return mishap_.id(); }

 private:
  Mishap mishap_;
};

// An error of somebody's own with the code of those who are told to stop,
// asio::error::operation_aborted: whoever decides by the code alone takes it
// for a cancellation.
class Outage : public asio::system_error {
 public:
  explicit Outage(Text text)
      : system_error(asio::error::operation_aborted, text) {}
};

// A Mishap and an Oddity, to be thrown by what a test hands to the learner.
std::vector<std::exception_ptr> awkward_exceptions(Text text);

// Both are the very same exception of the tests' own: not another one with the
// same words or of the same type, and not one that wraps it.
bool same_exception(const std::exception_ptr& a, const std::exception_ptr& b);

// Runs code, and gives what it throws, or nullptr.
template <class Code>
std::exception_ptr thrown_by(Code code) {
  try {
    code();
  } catch (...) {
    return std::current_exception();
  }
  return nullptr;
}

// A value that changes hands and cannot be copied. No default constructor.
class MoveOnly {
 public:
  explicit MoveOnly(int value) : value_(std::make_unique<int>(value)) {}
  // 0 when it has been moved away.
  int value() const { return value_ ? *value_ : 0; }
  friend bool operator==(const MoveOnly& a, int b) { return a.value() == b; }
  friend std::ostream& operator<<(std::ostream& out, const MoveOnly& it) {
    return out << it.value();
  }

 private:
  std::unique_ptr<int> value_;
};

// A value that knows how often it was copied, in all its copies together.
class Copied {
 public:
  explicit Copied(int value) : value_(value) {}
  Copied(const Copied& other) : value_(other.value_), copies_(other.copies_) {
    ++*copies_;
  }
  Copied(Copied&&) = default;
  Copied& operator=(Copied other) {
    std::swap(value_, other.value_);
    std::swap(copies_, other.copies_);
    return *this;
  }
  int value() const { return value_; }
  int copies() const { return *copies_; }

 private:
  int value_;
  std::shared_ptr<int> copies_ = std::make_shared<int>(0);
};

// A function that belongs to the caller of the learner's code. Whoever makes a
// copy, and calls it, is seen.
//
//   Owned<exo29::Journal> journal([&](const std::string& line) { ... });
//   exo29::greet("Ada", 1ms, journal.function());
//   EXPECT(journal_copied, journal.calls_of_copies() == 0);
template <class Function>
class Owned;

template <class Result, class... Args>
class Owned<std::function<Result(Args...)>> {
 public:
  explicit Owned(std::function<Result(Args...)> body)
      : body_(std::move(body)), function_(Witness{this}) {
    function_.template target<Witness>()->original = true;
  }
  Owned(const Owned&) = delete;
  Owned& operator=(const Owned&) = delete;

  const std::function<Result(Args...)>& function() const { return function_; }

  int calls() const { return calls_; }
  int calls_of_copies() const { return calls_of_copies_; }

 private:
  struct Witness {
    explicit Witness(Owned* owner) : owner(owner) {}
    Witness(const Witness& other) : owner(other.owner) {}
    Result operator()(Args... args) const {
      ++owner->calls_;
      if (!original) ++owner->calls_of_copies_;
      return owner->body_(std::forward<Args>(args)...);
    }
    Owned* owner;
    bool original = false;
  };

  std::function<Result(Args...)> body_;
  std::function<Result(Args...)> function_;
  int calls_ = 0;
  int calls_of_copies_ = 0;
};

// Two events in one turn of the loop, with nothing in between; in either order.
//
//   for (const auto in_order : both_orders) {
//     in_order([&] { gate.open(1); }, [&] { outcome.cancel(); });
//     stage.settle();
//   }
class InOrder {
 public:
  constexpr explicit InOrder(bool swapped) : swapped_(swapped) {}

  template <class First, class Second>
  void operator()(First first, Second second) const {
    if (!swapped_) first();
    second();
    if (swapped_) first();
  }

 private:
  bool swapped_;
};

inline constexpr std::array both_orders{InOrder(false), InOrder(true)};

}  // namespace workbook
