// Has patience for each part: to connect, to send, to receive.
// breaks: "If the page is not there after `patience`, it throws timed_out"
// step: 1
// lesson: waits-for-ever
#include <asio/steady_timer.hpp>
#include <exo44-crawler/plain_get.hpp>
#include <memory>

namespace exo44 {

asio::awaitable<Page> get(tcp::endpoint server, Url url,
                          Milliseconds patience) {
  const auto executor = co_await asio::this_coro::executor;
  const auto socket = std::make_shared<tcp::socket>(executor);
  asio::steady_timer timer(executor);
  const auto begin_again = [&] {
    timer.expires_after(patience);
    timer.async_wait([socket](asio::error_code cancelled) {
      if (!cancelled) socket->close();
    });
  };
  begin_again();
  try {
    co_await socket->async_connect(server, asio::use_awaitable);
    begin_again();
    const auto request = plain::question(url);
    co_await asio::async_write(*socket, asio::buffer(request),
                               asio::use_awaitable);
    begin_again();
    auto page = co_await plain::page_from(*socket);
    socket->close();
    co_return page;
  } catch (const std::system_error&) {
    if (socket->is_open()) throw;
    throw std::system_error(asio::error::timed_out);
  }
}

}  // namespace exo44
