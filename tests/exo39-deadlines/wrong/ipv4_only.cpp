// Opens the socket itself, for IPv4.
// breaks: "The endpoint may be one of IPv4 or of IPv6."
// step: 1
// lesson: one-protocol-only
#include "deadlines.hpp"

#include <asio/experimental/awaitable_operators.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <utility>
#include <variant>
#include <workbook/asio.hpp>

namespace exo39 {

namespace {

using namespace asio::experimental::awaitable_operators;

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

}  // namespace

asio::awaitable<tcp::socket> connect_within(tcp::endpoint endpoint,
                                            Clock::duration within) {
  tcp::socket socket(co_await asio::this_coro::executor, tcp::v4());
  asio::steady_timer timer(socket.get_executor(), after(within));
  const auto first = co_await (socket.async_connect(endpoint, as_result) ||
                               timer.async_wait(as_result));
  auto error = first.index() == 0 ? std::get<0>(std::get<0>(first))
                                  : std::get<0>(std::get<1>(first));
  if (first.index() == 1 && !error) error = asio::error::timed_out;
  if (error) throw asio::system_error(error);
  co_return std::move(socket);
}

}  // namespace exo39
