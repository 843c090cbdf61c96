// Adds 100 ms each time, instead of doubling.
// breaks: "twice as long each time"
// step: 3
// lesson: wrong-back-off
#include "errors.hpp"

#include <exception>
#include <string>

asio::awaitable<std::string> exo36::retry(Attempt work, int attempts,
                                          Pause pause) {
  for (int tried = 1;; ++tried) {
    std::exception_ptr failure;
    try {
      co_return co_await work();
    } catch (...) {
      failure = std::current_exception();
    }
    if (tried == attempts || !temporary(code_of(failure)))
      std::rethrow_exception(failure);
    co_await pause(tried * Milliseconds(100));
  }
}
