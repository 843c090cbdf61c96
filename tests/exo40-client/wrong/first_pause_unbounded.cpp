// Looks at the longest pause only when it doubles: the first one may be longer.
// breaks: "The pause after the n-th try is random(), drawn anew, times the
//   least of `longest` and `first` doubled n - 1 times."
// step: 3
// lesson: wrong-pauses
#include "client.hpp"

#include <algorithm>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>

namespace exo40 {

asio::awaitable<Reply> ask_patiently(const Carrier& carrier, std::string query,
                                     Patience patience, Random& random) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  auto bound = patience.first;
  for (int tries = 1;; ++tries) {
    Reply reply;
    std::exception_ptr error;
    try {
      reply = co_await carrier(query);
    } catch (...) {
      error = std::current_exception();
    }
    if (!error && !reply.refused()) co_return reply;
    if (tries == patience.tries) {
      if (error) std::rethrow_exception(error);
      co_return reply;
    }
    auto pause = std::chrono::duration_cast<Duration>(random() * bound);
    if (reply.retry_after) pause += *reply.retry_after;
    timer.expires_after(pause);
    co_await timer.async_wait(asio::use_awaitable);
    bound = bound > patience.longest / 2 ? patience.longest : 2 * bound;
  }
}

}  // namespace exo40
