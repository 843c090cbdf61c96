// A pause that is cancelled ends with the error of the depot.
// breaks: "Cancelled in a pause, or in an attempt that would be tried again,
//   it ends with operation_aborted"
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
    if (--attempts == 0 || !temporary(code_of(failure)))
      std::rethrow_exception(failure);
    try {
      co_await pause(delay);
    } catch (...) {
      std::rethrow_exception(failure);
    }
  }
}
