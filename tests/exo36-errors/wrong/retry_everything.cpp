// Tries again whatever the failure.
// breaks: "Tries again only after a failure whose code (see code_of) is
//   temporary"
// step: 3
// lesson: retries-permanent
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
    if (--attempts == 0) std::rethrow_exception(failure);
    co_await pause(delay);
  }
}
