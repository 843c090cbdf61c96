// Looks once a second whether the connection is made.
// breaks: "It returns a socket as soon as that is connected."
// step: 1
// lesson: waits-out-its-time
#include "deadlines.hpp"

#include <algorithm>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <workbook/asio.hpp>

namespace exo39 {

namespace {

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

}

asio::awaitable<tcp::socket> connect_within(tcp::endpoint endpoint,
                                            Clock::duration within) {
  tcp::socket socket(co_await asio::this_coro::executor);
  asio::steady_timer timer(socket.get_executor());
  const auto deadline = after(within);
  std::optional<asio::error_code> result;
  socket.async_connect(endpoint, [&](asio::error_code error) {
    result = error;
    if (error) timer.cancel();
  });
  while (!result) {
    timer.expires_at(std::min(deadline, after(std::chrono::seconds(1))));
    const auto [error] = co_await timer.async_wait(as_result);
    if (!result && Clock::now() < deadline && !error) continue;
    if (!result) socket.cancel();
    const auto [turn] =
        co_await asio::steady_timer(socket.get_executor(), Clock::now())
            .async_wait(as_result);
    if (*result && *result != asio::error::operation_aborted) break;
    if (error || turn) throw asio::system_error(asio::error::operation_aborted);
    if (*result) throw asio::system_error(asio::error::timed_out);
  }
  if (*result) throw asio::system_error(*result);
  co_return socket;
}
}  // namespace exo39
