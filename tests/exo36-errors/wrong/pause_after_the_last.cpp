// Pauses after every failure, then looks whether an attempt is left.
// breaks: "not before the first and not after the last"
// step: 3
// lesson: waits-for-nothing
#include "errors.hpp"

#include <exception>
#include <string>

asio::awaitable<std::string> exo36::retry(Attempt work, int attempts,
                                          Pause pause) {
  std::exception_ptr failure;
  Milliseconds delay{100};
  for (int tried = 0; tried < attempts; ++tried) {
    try {
      co_return co_await work();
    } catch (...) {
      failure = std::current_exception();
    }
    if (!temporary(code_of(failure))) break;
    co_await pause(delay);
    delay *= 2;
  }
  std::rethrow_exception(failure);
}
