// Keeps the delay in a static variable.
// breaks: "Each call counts for itself, also when several are under way."
// step: 3
// lesson: remembers
#include "errors.hpp"

#include <exception>
#include <string>

asio::awaitable<std::string> exo36::retry(Attempt work, int attempts,
                                          Pause pause) {
  static Milliseconds delay;
  delay = Milliseconds(100);
  for (;; delay *= 2) {
    std::exception_ptr failure;
    try {
      co_return co_await work();
    } catch (...) {
      failure = std::current_exception();
    }
    if (--attempts == 0 || !temporary(code_of(failure)))
      std::rethrow_exception(failure);
    co_await pause(delay);
  }
}
