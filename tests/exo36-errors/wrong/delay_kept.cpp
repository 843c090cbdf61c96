// Begins anew only after a success.
// breaks: "Each call counts for itself"
// step: 3
// lesson: remembers
#include "errors.hpp"

#include <exception>
#include <string>

asio::awaitable<std::string> exo36::retry(Attempt work, int attempts,
                                          Pause pause) {
  static Milliseconds delay{100};
  for (;; delay *= 2) {
    std::exception_ptr failure;
    try {
      const std::string parcel = co_await work();
      delay = Milliseconds(100);
      co_return parcel;
    } catch (...) {
      failure = std::current_exception();
    }
    if (--attempts == 0 || !temporary(code_of(failure)))
      std::rethrow_exception(failure);
    co_await pause(delay);
  }
}
