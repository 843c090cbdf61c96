// Says in its own words that it gives up.
// breaks: "Any other failure leaves at once, as it came."
// step: 3
// lesson: old-error-reported
#include "errors.hpp"

#include <exception>
#include <stdexcept>
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
    if (!temporary(code_of(failure))) throw std::runtime_error("giving up");
    if (--attempts == 0) std::rethrow_exception(failure);
    co_await pause(delay);
  }
}
