// Keeps the code of a failure, and makes an exception of it at the end.
// breaks: "the failure of the last one leaves, as it came"
// step: 3
// lesson: old-error-reported
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
    if (!temporary(code)) std::rethrow_exception(failure);
    if (--attempts == 0) throw asio::system_error(code);
    co_await pause(delay);
  }
}
