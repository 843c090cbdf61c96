// Knows what is permanent, and takes a cancellation for the rest.
// breaks: "operation_aborted (see code_of) is never tried again"
// step: 3
// lesson: retries-cancellation
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
    const auto code = code_of(failure);
    const bool permanent = !code || code == asio::error::access_denied;
    if (--attempts == 0 || permanent) std::rethrow_exception(failure);
    co_await pause(delay);
  }
}
