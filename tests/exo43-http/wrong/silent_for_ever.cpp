// Waits for the next request as long as it takes.
// breaks: "A client that sends nothing for `idle`"
// step: 4
// lesson: keep-alive-for-ever
#include "http.hpp"

#include <array>
#include <asio/buffer.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <chrono>
#include <exception>
#include <string>
#include <utility>
#include <variant>
#include <workbook/asio.hpp>

namespace exo43 {

namespace http = workbook::http;

namespace {

using namespace asio::experimental::awaitable_operators;
using Clock = asio::steady_timer::clock_type;
constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

asio::awaitable<Response> ask(const Handler& handler, Request request) {
  Response response;
  try {
    response = co_await handler(std::move(request));
  } catch (...) {
    response = Response();
    response.status = 500;
  }
  co_return response;
}

std::string written(const Response& response, const Request& request,
                    bool last) {
  std::string text = "HTTP/1.1 " + std::to_string(response.status) + " " +
                     std::string(http::reason(response.status)) + "\r\n";
  text += "Date: " + http::date() + "\r\n";
  for (const auto& [name, value] : response.fields)
    text += name + ": " + value + "\r\n";
  const bool bare = response.status == 204 || response.status == 304;
  if (!bare)
    text += "Content-Length: " + std::to_string(response.body.size()) + "\r\n";
  if (last)
    text += "Connection: close\r\n";
  else if (request.minor == 0)
    text += "Connection: keep-alive\r\n";
  text += "\r\n";
  if (!bare && request.method != "HEAD") text += response.body;
  return text;
}

bool stays(const Request& request) {
  const auto says = [&](const char* word) {
    return http::lists(request.fields, "connection", word);
  };
  return !says("close") && (request.minor == 1 || says("keep-alive"));
}

bool expects(const Request* head) {
  return head && head->minor == 1 && head->body.empty() &&
         http::lists(head->fields, "expect", "100-continue");
}

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler,
                               Patience patience) {
  asio::steady_timer timer(socket.get_executor());
  std::array<char, 4096> piece;
  std::string rest;
  for (bool last = false; !last;) {
    Parser parser;
    Request request;
    Response response;
    bool refused = false, told = false;
    bool begun = !rest.empty();
    constexpr std::chrono::hours century{24 * 365 * 100};
    auto until = Clock::now() + (begun ? patience.request : century);
    try {
      for (;;) {
        rest.erase(0, parser.feed(rest));
        if (parser.whole()) break;
        if (!told && expects(parser.head())) {
          told = true;
          co_await asio::async_write(
              socket, asio::buffer("HTTP/1.1 100 Continue\r\n\r\n", 25),
              as_result);
        }
        timer.expires_at(until);
        const auto first =
            co_await (socket.async_read_some(asio::buffer(piece), as_result) ||
                      timer.async_wait(as_result));
        if (first.index() == 1) {
          if (!begun) co_return;
          throw Refused(408);
        }
        const auto [error, size] = std::get<0>(first);
        if (error) co_return;
        if (!begun) until = Clock::now() + patience.request;
        begun = true;
        rest.assign(piece.data(), size);
      }
      request = parser.take();
      last = !stays(request);
    } catch (const Refused& refusal) {
      response.status = refusal.status;
      last = refused = true;
    }
    if (!refused) response = co_await ask(handler, request);
    const auto bytes = written(response, request, last);
    timer.expires_after(patience.answer);
    const auto sent =
        co_await (asio::async_write(socket, asio::buffer(bytes), as_result) ||
                  timer.async_wait(as_result));
    if (sent.index() == 1 || std::get<0>(std::get<0>(sent))) co_return;
  }
  asio::error_code ignored;
  socket.shutdown(tcp::socket::shutdown_send, ignored);
  timer.expires_after(farewell);
  const auto drop = [](tcp::socket& from) -> asio::awaitable<void> {
    std::array<char, 4096> dropped;
    for (;;) {
      const auto [error, size] =
          co_await from.async_read_some(asio::buffer(dropped), as_result);
      if (error) co_return;
    }
  };
  co_await (drop(socket) || timer.async_wait(as_result));
}

}  // namespace exo43
