// A gate: an operation that stays pending until the test decides its end.
//
// It stands for a shop, a server, a disk. The test opens it, makes it fail, or
// lets it linger when it is told to stop; and it reads, exactly, how often it
// was asked, how many wait, and how many were told to stop.
#pragma once

#include <asio/any_io_executor.hpp>
#include <asio/awaitable.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>
#include <functional>
#include <optional>
#include <string>
#include <support/stage.hpp>
#include <system_error>
#include <type_traits>
#include <utility>

namespace workbook {

// The result of an operation that has no value: "ride 1 is over".
struct Done {};

// For one thread: that of its stage. T must be copyable.
template <class T>
class Gate {
 public:
  Gate(Stage& stage, std::string name)
      : story_(stage.story),
        name_(std::move(name)),
        answer_(stage.executor(), asio::steady_timer::time_point::max()),
        goodbye_(stage.executor(), asio::steady_timer::time_point::max()) {}

  // The operation to hand to the learner. Each call asks once, when awaited.
  std::function<asio::awaitable<T>()> operation() {
    return [this] { return wait(); };
  }

  // Asks, and waits for the test. The gate must outlive the wait.
  asio::awaitable<T> wait() {
    ++asked_;
    ++waiting_;
    story_.tell(name_, happens::asked);
    while (!decided()) {
      asio::error_code stop;
      co_await answer_.async_wait(
          asio::redirect_error(asio::use_awaitable, stop));
      const auto state = co_await asio::this_coro::cancellation_state;
      if (state.cancelled() != asio::cancellation_type::none) {
        ++cancelled_;
        story_.tell(name_, happens::cancelled);
        if (lingers_) {
          co_await asio::this_coro::reset_cancellation_state();
          co_await goodbye_.async_wait(
              asio::redirect_error(asio::use_awaitable, stop));
        }
        --waiting_;
        story_.tell(name_, happens::stopped);
        throw std::system_error(asio::error::operation_aborted);
      }
    }
    --waiting_;
    if (error_) {
      story_.tell(name_, happens::fails, message_of(error_));
      std::rethrow_exception(error_);
    }
    if constexpr (std::is_same_v<T, Done>)
      story_.tell(name_, happens::over);
    else
      story_.tell(name_, happens::answers, Catch::Detail::stringify(*value_));
    co_return *value_;
  }

  // Every wait, present and future, ends with this value.
  void open(T value) {
    value_ = std::move(value);
    answer_.cancel();
  }

  // Every wait, present and future, ends with this exception.
  template <class Error>
  void fail(Error error) {
    fail(std::make_exception_ptr(std::move(error)));
  }
  void fail(std::exception_ptr error) {
    error_ = std::move(error);
    answer_.cancel();
  }

  // From now on a cancelled wait takes its time to stop: until let_go().
  void linger() { lingers_ = true; }
  void let_go() {
    lingers_ = false;
    goodbye_.cancel();
  }

  int asked() const { return asked_; }          // waits that began
  int waiting() const { return waiting_; }      // waits not ended yet
  int cancelled() const { return cancelled_; }  // waits told to stop

 private:
  bool decided() const { return value_ || error_; }

  Story& story_;
  const std::string name_;
  asio::steady_timer answer_;
  asio::steady_timer goodbye_;
  std::optional<T> value_;
  std::exception_ptr error_;
  bool lingers_ = false;
  int asked_ = 0;
  int waiting_ = 0;
  int cancelled_ = 0;
};

}  // namespace workbook
