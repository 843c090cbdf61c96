// Captures its parameters by reference in a lambda that outlives them.
// breaks: "`work` and `pause` are its own copies"
// step: 3
// lesson: functions-gone
#include "errors.hpp"

#include <exception>
#include <string>

namespace {

asio::awaitable<std::string> run(
    std::function<asio::awaitable<std::string>(int)> attempts_left, int count) {
  co_return co_await attempts_left(count);
}

}  // namespace

asio::awaitable<std::string> exo36::retry(Attempt work, int attempts,
                                          Pause pause) {
  const auto from = [&work, &pause](int left) -> asio::awaitable<std::string> {
    for (Milliseconds delay{100};; delay *= 2) {
      std::exception_ptr failure;
      try {
        co_return co_await work();
      } catch (...) {
        failure = std::current_exception();
      }
      if (--left == 0 || !temporary(code_of(failure)))
        std::rethrow_exception(failure);
      co_await pause(delay);
    }
  };
  return run(from, attempts);
}
