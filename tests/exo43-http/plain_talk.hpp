// For wrong answers: a converse() that is right, in pieces. Each answer does
// one of these pieces in its own way.
//
//   struct NoDate : exo43::plain::Talk {
//     using Talk::Talk;
//     std::string date() override { return ""; }
//   };
#pragma once

#include <array>
#include <asio/buffer.hpp>
#include <asio/error_code.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/socket_base.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <chrono>
#include <string>
#include <utility>
#include <variant>
#include <workbook/asio.hpp>

#include "http.hpp"

namespace exo43::plain {

namespace http = workbook::http;
using namespace asio::experimental::awaitable_operators;
using Clock = asio::steady_timer::clock_type;

inline constexpr auto as_result = asio::as_tuple(asio::use_awaitable);
inline constexpr std::chrono::hours century{24 * 365 * 100};

class Talk {
 public:
  Talk(tcp::socket own, Handler given, Patience with)
      : socket(std::move(own)),
        timer(socket.get_executor()),
        handler(std::move(given)),
        patience(with) {}
  virtual ~Talk() = default;

  asio::awaitable<void> hold() {
    while (!last) {
      Request request;
      Response response;
      bool refused = false;
      try {
        if (!co_await next(request)) co_return;
        last = last || !stays(request);
      } catch (const Refused& refusal) {
        refused = true;
        response.status = refusal.status;
        if (!answers_refusal(refusal.status)) co_return;
      }
      if (!refused) response = co_await ask(request);
      if (!co_await send(written(response, request))) co_return;
    }
    co_await part();
  }

  // ---- What comes

  // Puts the next request together; false if there is none.
  virtual asio::awaitable<bool> next(Request& request) {
    Parser parser;
    bool told = false;
    bool begun = !rest.empty();
    until = Clock::now() + (begun ? patience.request : patience.idle);
    for (;;) {
      rest.erase(0, parser.feed(rest));
      if (parser.whole()) break;
      if (!told && expects(parser.head())) {
        told = true;
        co_await tell_to_go_on();
      }
      timer.expires_at(until);
      const auto first =
          co_await (socket.async_read_some(asio::buffer(piece), as_result) ||
                    timer.async_wait(as_result));
      if (first.index() == 1) {
        time_is_up(begun);
        co_return false;
      }
      const auto [error, size] = std::get<0>(first);
      if (error) co_return ended(error, parser, request);
      has_come(begun);
      begun = true;
      rest.assign(piece.data(), size);
    }
    request = parser.take();
    co_return true;
  }
  // Nothing more of a request has come in time.
  virtual void time_is_up(bool begun) {
    if (begun) throw Refused(408);
  }
  // Nothing more will come. Is there a request all the same?
  virtual bool ended(asio::error_code, const Parser&, Request&) {
    return false;
  }
  virtual void has_come(bool begun) {
    if (!begun) until = Clock::now() + patience.request;
  }
  virtual bool expects(const Request* head) {
    return head && head->minor == 1 && head->body.empty() &&
           http::lists(head->fields, "expect", "100-continue");
  }
  virtual asio::awaitable<void> tell_to_go_on() {
    co_await write("HTTP/1.1 100 Continue\r\n\r\n", until);
  }
  virtual bool stays(const Request& request) {
    return !says(request, "close") &&
           (request.minor == 1 || says(request, "keep-alive"));
  }
  // Is what was refused answered?
  virtual bool answers_refusal(int) {
    last = true;
    return true;
  }

  // ---- The answer

  virtual asio::awaitable<Response> ask(Request request) {
    try {
      co_return co_await handler(std::move(request));
    } catch (...) {
    }
    co_return failure();
  }

  std::string written(const Response& response, const Request& request) {
    auto text = "HTTP/1.1 " + std::to_string(response.status) + " " +
                std::string(http::reason(response.status)) + "\r\n" + date();
    for (const auto& [name, value] : response.fields)
      text += name + ": " + value + "\r\n";
    return text + length(response) + connection(request) + "\r\n" +
           body(response, request);
  }
  virtual std::string date() { return "Date: " + http::date() + "\r\n"; }
  virtual std::string length(const Response& response) {
    if (is_bare(response)) return "";
    return "Content-Length: " + std::to_string(response.body.size()) + "\r\n";
  }
  virtual std::string connection(const Request& request) {
    if (last) return "Connection: close\r\n";
    return request.minor == 0 ? "Connection: keep-alive\r\n" : "";
  }
  virtual std::string body(const Response& response, const Request& request) {
    if (is_bare(response) || request.method == "HEAD") return "";
    return response.body;
  }

  // Sends it; false if it did not get away whole.
  virtual asio::awaitable<bool> send(std::string bytes) {
    co_return co_await write(std::move(bytes), answer_until());
  }
  virtual Clock::time_point answer_until() {
    return Clock::now() + patience.answer;
  }
  // The answer was not taken in time.
  virtual void cut_off() {
    asio::error_code ignored;
    socket.set_option(asio::socket_base::linger(true, 0), ignored);
    socket.close(ignored);
  }

  // ---- The end

  virtual asio::awaitable<void> part() {
    asio::error_code ignored;
    socket.shutdown(tcp::socket::shutdown_send, ignored);
    timer.expires_after(farewell);
    co_await (drop_what_comes() || timer.async_wait(as_result));
  }

  // ---- Used by these

  static bool says(const Request& request, const char* word) {
    return http::lists(request.fields, "connection", word);
  }
  static bool is_bare(const Response& response) {
    return response.status == 204 || response.status == 304;
  }
  static Response failure() {
    Response response;
    response.status = 500;
    return response;
  }
  asio::awaitable<bool> write(std::string bytes, Clock::time_point until) {
    timer.expires_at(until);
    const auto first =
        co_await (asio::async_write(socket, asio::buffer(bytes), as_result) ||
                  timer.async_wait(as_result));
    if (first.index() == 0) co_return !std::get<0>(std::get<0>(first));
    cut_off();
    co_return false;
  }
  asio::awaitable<void> drop_what_comes() {
    for (;;) {
      const auto [error, size] =
          co_await socket.async_read_some(asio::buffer(piece), as_result);
      if (error) co_return;
    }
  }

  tcp::socket socket;
  asio::steady_timer timer;
  const Handler handler;
  const Patience patience;
  std::string rest;         // has come, and was not taken by a request yet
  Clock::time_point until;  // the request must be whole
  bool last = false;        // the answer is the last one
  std::array<char, 4096> piece;
};

// For an answer: `return plain::hold<NoDate>(std::move(socket), ...);`
template <class OwnTalk>
asio::awaitable<void> hold(tcp::socket socket, Handler handler,
                           Patience patience) {
  OwnTalk talk(std::move(socket), std::move(handler), patience);
  co_await talk.hold();
}

}  // namespace exo43::plain
