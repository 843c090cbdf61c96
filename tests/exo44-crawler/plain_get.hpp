// For wrong answers: a get() without a deadline, in pieces. Each answer has one
// of its own in the place of one of these.
#pragma once

#include <asio/buffer.hpp>
#include <asio/completion_condition.hpp>
#include <asio/error.hpp>
#include <asio/read.hpp>
#include <asio/read_until.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <cstddef>
#include <string>
#include <system_error>
#include <utility>
#include <workbook/asio.hpp>

#include "crawler.hpp"

namespace exo44::plain {

inline constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

inline std::string question(const Url& url) {
  return "GET " + url.target + " HTTP/1.0\r\nHost: " + url.host +
         "\r\nUser-Agent: relay\r\n\r\n";
}

// A connection on which the question was asked.
inline asio::awaitable<tcp::socket> asked(tcp::endpoint server, Url url) {
  tcp::socket socket(co_await asio::this_coro::executor);
  co_await socket.async_connect(server, asio::use_awaitable);
  const auto request = question(url);
  co_await asio::async_write(socket, asio::buffer(request),
                             asio::use_awaitable);
  co_return socket;
}

// The head of the answer; what came behind it is in `received`.
inline asio::awaitable<workbook::web::Head> head_from(tcp::socket& socket,
                                                      std::string& received) {
  const auto [error, size] = co_await asio::async_read_until(
      socket, asio::dynamic_buffer(received, longest_head), "\r\n\r\n",
      as_result);
  if (error && error != asio::error::eof && error != asio::error::not_found)
    throw std::system_error(error);
  if (error) throw Malformed("this answer has no head");
  const auto head = workbook::web::parse_head(received.substr(0, size));
  received.erase(0, size);
  co_return head;
}

// Reads until so many bytes are there, or no more come.
inline asio::awaitable<void> read_up_to(tcp::socket& socket,
                                        std::string& received,
                                        std::size_t most) {
  if (received.size() >= most) co_return;
  const auto [error, size] = co_await asio::async_read(
      socket, asio::dynamic_buffer(received),
      asio::transfer_exactly(most - received.size()), as_result);
  if (error && error != asio::error::eof) throw std::system_error(error);
}

// The body; `received` is what has come of it.
inline asio::awaitable<std::string> body_from(tcp::socket& socket,
                                              const workbook::web::Head& head,
                                              std::string received) {
  const auto length = workbook::web::length_of(head.fields);
  if (length && *length > most_body) throw Malformed("this body is too long");
  const auto most = length ? *length : most_body + 1;
  co_await read_up_to(socket, received, most);
  if (length && received.size() < *length)
    throw Malformed("this body was cut off");
  if (!length && received.size() == most)
    throw Malformed("this body is too long");
  if (length) received.resize(*length);
  co_return received;
}

inline Page page_of(const workbook::web::Head& head, std::string body) {
  Page page{head.status, {}, std::move(body)};
  const auto type = workbook::http::lower_case(
      workbook::http::value_of(head.fields, "content-type"));
  const auto location = workbook::http::value_of(head.fields, "location");
  if (head.status / 100 == 2 && type.starts_with("text/html"))
    page.links = workbook::web::links_of(page.body);
  if (head.status / 100 == 3 && !location.empty())
    page.links.push_back(location);
  return page;
}

inline asio::awaitable<Page> page_from(tcp::socket& socket) {
  std::string received;
  const auto head = co_await head_from(socket, received);
  auto body = co_await body_from(socket, head, std::move(received));
  co_return page_of(head, std::move(body));
}

}  // namespace exo44::plain
