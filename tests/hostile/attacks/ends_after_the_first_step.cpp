// earns: 1
// whole
// A right first step, and exit(0) in the second: it has earned the first.
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <cstdlib>

#include "hello_async.hpp"

namespace exo29 {

asio::awaitable<void> pause(Milliseconds duration) {
  asio::steady_timer timer(co_await asio::this_coro::executor, duration);
  co_await timer.async_wait(asio::use_awaitable);
}

asio::awaitable<void> greet(std::string, Milliseconds, const Journal&) {
  std::exit(0);
  co_return;
}

void greet_everyone(const std::vector<std::string>&, Milliseconds,
                    const Journal&) {
  std::exit(0);
}

}  // namespace exo29
