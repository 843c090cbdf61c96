// Never pauses for longer than an hour.
// breaks: "twice as long each time"
// step: 3
// lesson: wrong-back-off
#include "errors.hpp"

#include <algorithm>
#include <exception>
#include <string>

asio::awaitable<std::string> exo36::retry(Attempt work, int attempts,
                                          Pause pause) {
  Milliseconds delay{100};
  while (true) {
    std::exception_ptr failure;
    try {
      co_return co_await work();
    } catch (...) {
      failure = std::current_exception();
    }
    if (--attempts == 0 || !temporary(code_of(failure)))
      std::rethrow_exception(failure);
    co_await pause(delay);
    delay = std::min<Milliseconds>(2 * delay, std::chrono::hours(1));
  }
}
