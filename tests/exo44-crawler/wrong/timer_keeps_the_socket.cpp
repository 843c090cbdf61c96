// A timer closes the socket when it is too late, and keeps it until then.
// breaks: "However it ends, also cancelled, its connection is closed."
// step: 1
// lesson: connection-left
#include <asio/steady_timer.hpp>
#include <exo44-crawler/plain_get.hpp>
#include <memory>

asio::awaitable<exo44::Page> exo44::get(tcp::endpoint server, Url url,
                                        Milliseconds patience) {
  const auto executor = co_await asio::this_coro::executor;
  const auto timer = std::make_shared<asio::steady_timer>(executor, patience);
  const auto socket = std::make_shared<tcp::socket>(executor);
  const auto late = std::make_shared<bool>(false);
  timer->async_wait([timer, socket, late](asio::error_code) {
    *late = true;
    socket->close();
  });
  try {
    co_await socket->async_connect(server, asio::use_awaitable);
    const auto request = plain::question(url);
    co_await asio::async_write(*socket, asio::buffer(request),
                               asio::use_awaitable);
    co_return co_await plain::page_from(*socket);
  } catch (const std::system_error&) {
    if (!*late) throw;
  }
  throw std::system_error(asio::error::timed_out);
}
