// A timer closes the socket when it is too late, and keeps it until then.
// breaks: "However it ends, also cancelled, its connection is closed."
// step: 1
// lesson: connection-left
#include "crawler.hpp"

#include <asio/buffer.hpp>
#include <asio/completion_condition.hpp>
#include <asio/read.hpp>
#include <asio/read_until.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <memory>
#include <string>
#include <system_error>
#include <utility>
#include <workbook/asio.hpp>

namespace exo44 {

namespace {

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

}  // namespace

asio::awaitable<Page> get(tcp::endpoint server, Url url,
                          Milliseconds patience) {
  const auto executor = co_await asio::this_coro::executor;
  const auto timer = std::make_shared<asio::steady_timer>(executor, patience);
  const auto owned = std::make_shared<tcp::socket>(executor);
  const auto late = std::make_shared<bool>(false);
  timer->async_wait([timer, owned, late](asio::error_code) {
    *late = true;
    owned->close();
  });
  auto& socket = *owned;
  try {
    co_await socket.async_connect(server, asio::use_awaitable);
    const auto request = "GET " + url.target +
                         " HTTP/1.0\r\nHost: " + url.host +
                         "\r\nUser-Agent: relay\r\n\r\n";
    co_await asio::async_write(socket, asio::buffer(request),
                               asio::use_awaitable);
    std::string received;
    const auto [error, size] = co_await asio::async_read_until(
        socket, asio::dynamic_buffer(received, longest_head), "\r\n\r\n",
        as_result);
    if (error && error != asio::error::eof && error != asio::error::not_found)
      throw std::system_error(error);
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
  } catch (const std::system_error&) {
    if (!*late) throw;
  }
  throw std::system_error(asio::error::timed_out);
}

}  // namespace exo44
