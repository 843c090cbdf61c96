// Keeps the thread until a host has room for the question.
// breaks: "It sends "GET", the target and "HTTP/1.0""
// step: 1
// lesson: blocks-the-loop
#include "crawler.hpp"

#include <asio/buffer.hpp>
#include <asio/completion_condition.hpp>
#include <asio/read.hpp>
#include <asio/read_until.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <string>
#include <utility>
#include <workbook/asio.hpp>

namespace exo44 {

namespace {

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

}  // namespace

asio::awaitable<Page> get(tcp::endpoint server, Url url, Milliseconds) {
  tcp::socket socket(co_await asio::this_coro::executor);
  co_await socket.async_connect(server, asio::use_awaitable);
  const auto request = "GET " + url.target + " HTTP/1.0\r\nHost: " + url.host +
                       "\r\nUser-Agent: relay\r\n\r\n";
  asio::write(socket, asio::buffer(request));
  std::string received;
  const auto [error, size] = co_await asio::async_read_until(
      socket, asio::dynamic_buffer(received, longest_head), "\r\n\r\n",
      as_result);
  if (error) throw Malformed("this answer has no head");
  const auto head = workbook::web::parse_head(received.substr(0, size));
  received.erase(0, size);
  const auto length = workbook::web::length_of(head.fields);
  if (length && *length > most_body) throw Malformed("this body is too long");
  const auto most = length ? *length : most_body + 1;
  if (received.size() < most) {
    const auto [failure, count] = co_await asio::async_read(
        socket, asio::dynamic_buffer(received),
        asio::transfer_exactly(most - received.size()), as_result);
    if (failure && failure != asio::error::eof)
      throw std::system_error(failure);
  }
  if (length && received.size() < *length)
    throw Malformed("this body was cut off");
  if (!length && received.size() == most)
    throw Malformed("this body is too long");
  if (length) received.resize(*length);
  Page page{head.status, {}, std::move(received)};
  const auto type = workbook::http::lower_case(
      workbook::http::value_of(head.fields, "content-type"));
  const auto location = workbook::http::value_of(head.fields, "location");
  if (head.status / 100 == 2 && type.starts_with("text/html"))
    page.links = workbook::web::links_of(page.body);
  if (head.status >= 300 && head.status < 400 && !location.empty())
    page.links.push_back(location);
  co_return page;
}

}  // namespace exo44
