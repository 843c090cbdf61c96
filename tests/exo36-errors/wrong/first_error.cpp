// Keeps the first error, and reports that one.
// breaks: "the failure of the last one leaves"
// step: 3
// lesson: old-error-reported
#include "errors.hpp"

#include <exception>
#include <string>

asio::awaitable<std::string> exo36::retry(Attempt work, int attempts,
                                          Pause pause) {
  std::exception_ptr first;
  for (Milliseconds delay{100};; delay *= 2) {
    std::exception_ptr failure;
    try {
      co_return co_await work();
    } catch (...) {
      failure = std::current_exception();
    }
    if (!first) first = failure;
    if (!temporary(code_of(failure))) std::rethrow_exception(failure);
    if (--attempts == 0) std::rethrow_exception(first);
    co_await pause(delay);
  }
}
