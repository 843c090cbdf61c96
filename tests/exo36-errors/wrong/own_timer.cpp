// Waits by a timer of its own, and leaves the given pause alone.
// breaks: "Awaits `pause` between two attempts"
// step: 3
// lesson: wrong-back-off
#include "errors.hpp"

#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>
#include <string>

asio::awaitable<std::string> exo36::retry(Attempt work, int attempts,
                                          Pause pause) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  for (Milliseconds delay{100};; delay *= 2) {
    std::exception_ptr failure;
    try {
      co_return co_await work();
    } catch (...) {
      failure = std::current_exception();
    }
    if (--attempts == 0 || !temporary(code_of(failure)))
      std::rethrow_exception(failure);
    timer.expires_after(delay);
    co_await timer.async_wait(asio::use_awaitable);
  }
}
