// A coroutine resumed by hand: what Asio does for you, in forty lines.
#include <fmt/format.h>

#include <coroutine>
#include <exception>

// begin task
// The type that a coroutine returns says, by its promise_type, how the
// coroutine behaves. This one starts suspended, like asio::awaitable.
struct Task {
  struct promise_type {
    Task get_return_object() {
      return Task{std::coroutine_handle<promise_type>::from_promise(*this)};
    }
    std::suspend_always initial_suspend() { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }
  };

  explicit Task(std::coroutine_handle<promise_type> frame) : frame(frame) {}
  Task(const Task&) = delete;
  Task& operator=(const Task&) = delete;
  ~Task() { frame.destroy(); }

  std::coroutine_handle<promise_type> frame;
};
// end task

// begin tea
Task tea() {
  int minutes = 3;  // lives in the frame: it is still there after a suspension
  fmt::print("tea: water on, I need {} minutes\n", minutes);
  co_await std::suspend_always{};
  fmt::print("tea: the {} minutes are over\n", minutes);
}
// end tea

// begin main
int main() {
  Task task = tea();
  fmt::print("main: tea() has been called, and nothing has happened\n");
  task.frame.resume();
  fmt::print("main: I have the thread again\n");
  task.frame.resume();
  fmt::print("main: done: {}\n", task.frame.done());
}
// end main
