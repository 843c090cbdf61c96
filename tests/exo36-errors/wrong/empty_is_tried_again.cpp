// Tries again when the answer is empty.
// breaks: "Awaits `work` until it returns, and returns that value, be it
//   empty."
// step: 3
// lesson: empty-is-an-answer
#include "errors.hpp"

#include <exception>
#include <string>

asio::awaitable<std::string> exo36::retry(Attempt work, int attempts,
                                          Pause pause) {
  for (Milliseconds delay{100};; delay *= 2) {
    std::exception_ptr failure;
    try {
      const std::string parcel = co_await work();
      if (!parcel.empty() || attempts == 1) co_return parcel;
      throw asio::system_error(asio::error::try_again);
    } catch (...) {
      failure = std::current_exception();
    }
    if (--attempts == 0 || !temporary(code_of(failure)))
      std::rethrow_exception(failure);
    co_await pause(delay);
  }
}
