// Stops waiting for the connection, which goes on trying.
// breaks: "When it throws, its socket is closed."
// step: 1
// lesson: socket-left-open
#include "deadlines.hpp"

#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <utility>
#include <workbook/asio.hpp>

namespace exo39 {

asio::awaitable<tcp::socket> connect_within(tcp::endpoint endpoint,
                                            Clock::duration within) {
  const auto executor = co_await asio::this_coro::executor;
  const auto socket = std::make_shared<tcp::socket>(executor);
  const auto bell =
      std::make_shared<asio::steady_timer>(executor, after(within));
  const auto result = std::make_shared<std::optional<asio::error_code>>();
  socket->async_connect(endpoint,
                        [socket, bell, result](asio::error_code error) {
                          *result = error;
                          bell->cancel();
                        });
  const auto [error] =
      co_await bell->async_wait(asio::as_tuple(asio::use_awaitable));
  if (!*result)
    throw asio::system_error(error ? error
                                   : make_error_code(asio::error::timed_out));
  if (**result) throw asio::system_error(**result);
  co_return std::move(*socket);
}
}  // namespace exo39
