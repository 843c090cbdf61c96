// Believes a breaker in between that it is no use to ask again.
// breaks: "After a 429, a 503, or whatever the carrier throws, it asks again,
//   up to `tries` times in all."
// step: 3
// lesson: tries-miscounted
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
  auto bound = std::min(patience.first, patience.longest);
  for (int tries = 1;; ++tries) {
    Reply reply;
    std::exception_ptr error;
    try {
      reply = co_await carrier(query);
    } catch (const Unavailable&) {
      throw;
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
