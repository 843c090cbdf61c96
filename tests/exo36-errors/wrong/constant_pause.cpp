// Pauses for the same time after each failure.
// breaks: "100 ms, then 200, 400, twice as long each time"
// step: 3
// lesson: wrong-back-off
#include "errors.hpp"

#include <exception>
#include <string>

asio::awaitable<std::string> exo36::retry(Attempt work, int attempts,
                                          Pause pause) {
  while (true) {
    std::exception_ptr failure;
    try {
      co_return co_await work();
    } catch (...) {
      failure = std::current_exception();
    }
    if (--attempts == 0 || !temporary(code_of(failure)))
      std::rethrow_exception(failure);
    co_await pause(Milliseconds(100));
  }
}
