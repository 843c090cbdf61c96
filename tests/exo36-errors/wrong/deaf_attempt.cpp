// Forgets at each failure that it was told to stop.
// breaks: "no further attempt, no further pause"
// step: 3
// lesson: retries-cancellation
#include "errors.hpp"

#include <asio/this_coro.hpp>
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
    co_await asio::this_coro::reset_cancellation_state();
    co_await pause(delay);
  }
}
