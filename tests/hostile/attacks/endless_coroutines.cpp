// earns: 0
// whole
// Coroutines without an end, each started by the one before: the thread never
// rests.
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/this_coro.hpp>

#include "hello_async.hpp"

namespace exo29 {

static asio::awaitable<void> chain() {
  asio::co_spawn(co_await asio::this_coro::executor, chain(), asio::detached);
}

asio::awaitable<void> pause(Milliseconds) { co_await chain(); }

asio::awaitable<void> greet(std::string, Milliseconds, const Journal&) {
  co_await chain();
}

void greet_everyone(const std::vector<std::string>&, Milliseconds,
                    const Journal&) {
  for (;;) {
  }
}

}  // namespace exo29
