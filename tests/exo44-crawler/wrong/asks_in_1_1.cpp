// Asks in HTTP/1.1, because that is newer.
// breaks: "It sends "GET", the target and "HTTP/1.0""
// step: 1
// lesson: not-a-question
#include <exo44-crawler/plain_get.hpp>

asio::awaitable<exo44::Page> exo44::get(tcp::endpoint server, Url url,
                                        Milliseconds) {
  tcp::socket socket(co_await asio::this_coro::executor);
  co_await socket.async_connect(server, asio::use_awaitable);
  const auto request = "GET " + url.target + " HTTP/1.1\r\nHost: " + url.host +
                       "\r\nUser-Agent: relay\r\n\r\n";
  co_await asio::async_write(socket, asio::buffer(request),
                             asio::use_awaitable);
  co_return co_await plain::page_from(socket);
}
