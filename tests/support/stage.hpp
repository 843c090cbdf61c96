// A stage: one event loop that the test moves by hand, and the work on it.
//
// settle() runs all that is ready and returns: after it the state is exact,
// with no clock involved. What still waits then waits for the test.
#pragma once

#include <asio/any_io_executor.hpp>
#include <asio/awaitable.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/error_code.hpp>
#include <asio/io_context.hpp>
#include <cstddef>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <support/expect.hpp>
#include <support/story.hpp>
#include <support/text.hpp>
#include <type_traits>
#include <utility>

namespace workbook {

// The message of the exception that is being handled or is given.
std::string message_of(const std::exception_ptr& error);
// The same for the story, where the name that a contract gives an error comes
// first: "timed_out (Connection timed out)".
std::string told_message_of(const std::exception_ptr& error);
// The code of a std::system_error; none of anything else.
asio::error_code code_of(const std::exception_ptr& error);
// Whether somebody was told to stop: asio::error::operation_aborted.
bool is_aborted(const std::exception_ptr& error);
// Whether `catch (const Error&)` would catch it.
template <class Error>
bool is_a(const std::exception_ptr& error) {
  try {
    if (error) std::rethrow_exception(error);
  } catch (const Error&) {
    return true;
  } catch (...) {
  }
  return false;
}

// The outcome of one piece of work. T may be void, move-only, or without a
// default constructor.
template <class T>
class Outcome;

namespace detail {

struct Progress {
  explicit Progress(Story& story, std::string name)
      : story(story), name(std::move(name)) {}
  Story& story;
  const std::string name;
  bool started = false;
  bool ended = false;
  bool stop_at_once = false;
  std::exception_ptr error;
  asio::cancellation_signal stop;
};

template <class T>
struct Result : Progress {
  using Progress::Progress;
  std::optional<T> value;
};

template <>
struct Result<void> : Progress {
  using Progress::Progress;
};

template <class T>
asio::awaitable<void> perform(std::shared_ptr<Result<T>> result,
                              asio::awaitable<T> work) {
  result->started = true;
  result->story.tell(result->name, happens::starts);
  if (result->stop_at_once) {
    result->story.tell(result->name, happens::cancelled);
    result->stop.emit(asio::cancellation_type::terminal);
  }
  std::string shown;
  try {
    if constexpr (std::is_void_v<T>) {
      co_await std::move(work);
    } else {
      result->value.emplace(co_await std::move(work));
      shown = Catch::Detail::stringify(*result->value);
      if constexpr (std::is_same_v<T, std::string>) shown = beginning_of(shown);
    }
  } catch (...) {
    result->error = std::current_exception();
  }
  result->ended = true;
  if (result->error)
    result->story.tell(result->name, happens::throws,
                       told_message_of(result->error));
  else
    result->story.tell(
        result->name, shown.empty() ? happens::returns : happens::gives, shown);
}

}  // namespace detail

template <class T>
class Outcome {
 public:
  explicit Outcome(std::shared_ptr<detail::Result<T>> result)
      : result_(std::move(result)) {}

  bool waits() const { return !result_->ended; }
  bool returned() const { return result_->ended && !result_->error; }
  bool threw() const { return result_->error != nullptr; }

  // The value that it returned. Throws the exception that it threw;
  // std::logic_error if it waits.
  std::add_lvalue_reference_t<const T> value() const
      requires(!std::is_void_v<T>) {
    rethrow();
    return *result_->value;
  }
  T take() requires(!std::is_void_v<T>) {
    rethrow();
    return std::move(*result_->value);
  }

  // The message of what it threw, or "".
  std::string error() const { return message_of(result_->error); }
  std::exception_ptr exception() const { return result_->error; }

  // Asks it to stop, as a race or a supervisor does.
  void cancel(
      asio::cancellation_type type = asio::cancellation_type::terminal) {
    result_->story.tell(result_->name, happens::cancelled);
    result_->stop.emit(type);
  }

 private:
  void rethrow() const {
    if (result_->error) std::rethrow_exception(result_->error);
    if (!result_->ended) throw std::logic_error(still_waits);
  }
  std::shared_ptr<detail::Result<T>> result_;
};

class Stage {
 public:
  Stage() = default;
  virtual ~Stage() = default;
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;

  // Starts work at the next settle(), under a name for the story.
  template <class T>
  Outcome<T> start(std::string name, asio::awaitable<T> work) {
    return start_on(executor(), std::move(name), std::move(work));
  }

  // The same on another loop, which the test moves too.
  template <class T>
  Outcome<T> start_on(asio::any_io_executor where, std::string name,
                      asio::awaitable<T> work) {
    auto result = std::make_shared<detail::Result<T>>(story, std::move(name));
    spawn(std::move(where), detail::perform(result, std::move(work)), result);
    return Outcome<T>(result);
  }

  // The same, for work that has been told to stop before its first line.
  template <class T>
  Outcome<T> start_cancelled(std::string name, asio::awaitable<T> work) {
    auto result = std::make_shared<detail::Result<T>>(story, std::move(name));
    result->stop_at_once = true;
    spawn(executor(), detail::perform(result, std::move(work)), result);
    return Outcome<T>(result);
  }

  // start() and settle().
  template <class T>
  Outcome<T> run(std::string name, asio::awaitable<T> work) {
    auto outcome = start(std::move(name), std::move(work));
    settle();
    return outcome;
  }

  // Runs all that is ready. Throws what a handler throws. Fails the test if
  // there is no end to it: a loop that asks again and again instead of waiting.
  void settle();

  // Runs at most so many of the handlers that are ready; gives how many it ran.
  // A law that holds after 0, 1, 2, ... of them holds at every moment:
  //
  //   int turns = 0;
  //   bool more = true;
  //   while (more) {
  //     Stage stage;
  //     ...
  //     gate.open(1);
  //     more = stage.turn(turns) == turns;
  //     outcome.cancel();
  //     stage.settle();
  //     ++turns;
  //   }
  int turn(int at_most);

  // Runs, in real time, until the work has ended: where a timer is the lesson.
  template <class T>
  void run_until_ended(const Outcome<T>& outcome) {
    context.restart();
    while (outcome.waits() && context.run_one() > 0) {
    }
  }

  asio::any_io_executor executor() { return context.get_executor(); }

  // The story outlives the loop, whose destruction may still tell it things.
  Story story;
  asio::io_context context;

 protected:
  // Runs one handler that is ready; false if there is none.
  virtual bool turn();
  // All that was ready has run: is everything as it should be?
  virtual void rested() {}
  // How much the code under test has taken in of what the test gave it. Turns
  // that take something in come to an end with it, however many they are.
  virtual std::size_t taken_in() const { return 0; }
  // Runs all that is ready.
  void run_ready();

 private:
  void spawn(asio::any_io_executor where, asio::awaitable<void> work,
             std::shared_ptr<detail::Progress> progress);
};

}  // namespace workbook
