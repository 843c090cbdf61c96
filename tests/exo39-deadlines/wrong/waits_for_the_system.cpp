// Waits as long as the system does.
// breaks: "If it is not connected `within` that time, it throws timed_out then,
//   not later and not sooner."
// step: 1
// lesson: no-end-to-connect
#include "deadlines.hpp"

#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>

namespace exo39 {

asio::awaitable<tcp::socket> connect_within(tcp::endpoint endpoint,
                                            Clock::duration) {
  tcp::socket socket(co_await asio::this_coro::executor);
  co_await socket.async_connect(endpoint, asio::use_awaitable);
  co_return socket;
}
}  // namespace exo39
