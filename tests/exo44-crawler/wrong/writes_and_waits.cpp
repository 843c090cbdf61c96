// Keeps the thread until a host has room for the question.
// breaks: "It sends "GET", the target and "HTTP/1.0""
// step: 1
// lesson: blocks-the-loop
#include <exo44-crawler/plain_get.hpp>

asio::awaitable<exo44::Page> exo44::get(tcp::endpoint server, Url url,
                                        Milliseconds) {
  tcp::socket socket(co_await asio::this_coro::executor);
  co_await socket.async_connect(server, asio::use_awaitable);
  asio::write(socket, asio::buffer(plain::question(url)));
  co_return co_await plain::page_from(socket);
}
