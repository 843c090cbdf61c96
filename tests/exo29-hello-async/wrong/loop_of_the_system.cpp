// The timer is in the loop that Asio has for the whole system, which goes by
// another clock than the test, and keeps the program from ending.
// breaks: "side by side, each with a duration of its own, in any event loop"
// step: 1
// lesson: nobody-runs-it
#include <asio/steady_timer.hpp>
#include <asio/system_executor.hpp>
#include <asio/use_awaitable.hpp>

#include "hello_async.hpp"

namespace exo29 {

asio::awaitable<void> pause(Milliseconds duration) {
  asio::steady_timer timer(asio::system_executor(), duration);
  co_await timer.async_wait(asio::use_awaitable);
}

}  // namespace exo29
