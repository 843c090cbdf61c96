// Three ways to make values one after another.
#include <fmt/format.h>

#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/experimental/coro.hpp>
#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <coroutine>
#include <cstddef>
#include <exception>
#include <iterator>
#include <optional>
#include <string>
#include <utility>

// begin generator
// A generator: synchronous, lazy, one frame. std::generator of C++23 is this,
// with the details that a library needs.
class Numbers {
 public:
  struct promise_type {
    int current = 0;
    Numbers get_return_object() {
      return Numbers(std::coroutine_handle<promise_type>::from_promise(*this));
    }
    std::suspend_always initial_suspend() { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(int value) {
      current = value;
      return {};
    }
    void return_void() {}
    void unhandled_exception() { throw; }
  };

  explicit Numbers(std::coroutine_handle<promise_type> frame) : frame_(frame) {}
  Numbers(const Numbers&) = delete;
  Numbers& operator=(const Numbers&) = delete;
  ~Numbers() { frame_.destroy(); }

  std::optional<int> next() {
    frame_.resume();
    if (frame_.done()) return std::nullopt;
    return frame_.promise().current;
  }

 private:
  std::coroutine_handle<promise_type> frame_;
};

Numbers squares(int count) {
  for (int i = 1; i <= count; ++i) co_yield i* i;
}
// end generator

// begin coro
// An asynchronous generator: between two values it may wait.
asio::experimental::coro<std::string> scans(asio::any_io_executor executor) {
  asio::steady_timer belt(executor);
  for (int parcel = 1; parcel <= 2; ++parcel) {
    belt.expires_after(std::chrono::milliseconds(1));
    co_await belt.async_wait(asio::experimental::use_coro);
    co_yield fmt::format("parcel {}", parcel);
  }
}

asio::awaitable<void> read_scans() {
  auto stream = scans(co_await asio::this_coro::executor);
  while (auto scan = co_await stream.async_resume(asio::use_awaitable))
    fmt::print("{}\n", *scan);
  fmt::print("the belt is empty\n");
}
// end coro

// begin function
// The plainest stream: a function that is awaited for the next value, and gives
// nothing at the end.
class Countdown {
 public:
  explicit Countdown(int from) : left_(from) {}
  asio::awaitable<std::optional<int>> next() {
    if (left_ == 0) co_return std::nullopt;
    co_return left_--;
  }

 private:
  int left_;
};
// end function

asio::awaitable<void> count_down() {
  Countdown countdown(2);
  while (auto number = co_await countdown.next())
    fmt::print("{}...\n", *number);
}

int main() {
  auto numbers = squares(3);
  while (auto number = numbers.next()) fmt::print("{}\n", *number);

  asio::io_context context;
  asio::co_spawn(context, read_scans(), asio::detached);
  context.run();
  context.restart();
  asio::co_spawn(context, count_down(), asio::detached);
  context.run();
}
