// || waits for the first operand that succeeds: a refusal is forgotten.
// breaks: "What refuses the connection is thrown at once."
// step: 1
// lesson: refusal-comes-late
#include "deadlines.hpp"

#include <asio/experimental/awaitable_operators.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <utility>

namespace exo39 {

namespace {

using namespace asio::experimental::awaitable_operators;

}

asio::awaitable<tcp::socket> connect_within(tcp::endpoint endpoint,
                                            Clock::duration within) {
  tcp::socket socket(co_await asio::this_coro::executor);
  asio::steady_timer timer(socket.get_executor(), after(within));
  const auto first =
      co_await (socket.async_connect(endpoint, asio::use_awaitable) ||
                timer.async_wait(asio::use_awaitable));
  if (first.index() == 1) throw asio::system_error(asio::error::timed_out);
  co_return std::move(socket);
}
}  // namespace exo39
