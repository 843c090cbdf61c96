// A bound completion token in a const variable.
// explained: token-is-const
#include <asio/awaitable.hpp>
#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/thread_pool.hpp>
#include <asio/use_awaitable.hpp>

asio::awaitable<int> work();
asio::awaitable<int> at_the_clerk(asio::thread_pool& clerks) {
  const auto until_done = asio::bind_cancellation_slot(
      asio::cancellation_slot(), asio::use_awaitable);
  co_return co_await asio::co_spawn(clerks, work(), until_done);
}
