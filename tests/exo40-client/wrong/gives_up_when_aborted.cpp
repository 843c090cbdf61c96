// Takes an operation_aborted of the carrier for a cancellation of its own.
// breaks: "After a 429, a 503, or whatever the carrier throws, it asks
//   again, up to `tries` times in all."
// step: 3
// lesson: cancel-is-no-failure
#include "client.hpp"

#include <algorithm>
#include <asio/error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>
#include <system_error>

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
    } catch (const std::system_error& thrown) {
      if (thrown.code() == asio::error::operation_aborted) throw;
      error = std::current_exception();
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
