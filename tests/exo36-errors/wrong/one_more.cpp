// Tries once, then `attempts` times again.
// breaks: "Awaits it at most `attempts` times"
// step: 3
// lesson: attempts-miscounted
#include "errors.hpp"

#include <exception>
#include <string>

asio::awaitable<std::string> exo36::retry(Attempt work, int attempts,
                                          Pause pause) {
  for (Milliseconds delay{100};; delay *= 2) {
    std::exception_ptr failure;
    try {
      co_return co_await work();
    } catch (...) {
      failure = std::current_exception();
    }
    if (attempts-- == 0 || !temporary(code_of(failure)))
      std::rethrow_exception(failure);
    co_await pause(delay);
  }
}
