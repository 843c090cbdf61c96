// For wrong answers: a conversation that is right, in pieces. Each answer does
// one of these pieces in its own way, and holds the talk that it makes of it.
//
//   struct EndsAtAZero : plain::Talk {
//     using Talk::Talk;
//     asio::awaitable<void> send(std::string answer) override { ... }
//   };
//
//   asio::awaitable<void> converse(tcp::socket socket, Handler handler) {
//     return plain::hold<EndsAtAZero>(std::move(socket), std::move(handler));
//   }
#pragma once

#include <array>
#include <asio/buffer.hpp>
#include <asio/error_code.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <cstddef>
#include <exception>
#include <memory>
#include <string>
#include <tuple>
#include <utility>
#include <workbook/asio.hpp>

#include "server.hpp"

namespace exo38::plain {

using Received = std::tuple<asio::error_code, std::size_t>;

// A coroutine that an answer runs beside hold() may keep the talk, which then
// outlives hold().
struct Talk : std::enable_shared_from_this<Talk> {
  Talk(tcp::socket own, Handler given)
      : socket(std::move(own)), handler(std::move(given)) {}
  virtual ~Talk() = default;

  asio::awaitable<void> hold() {
    while (!over && goes_on()) {
      // All that is whole is handled before anything more is read.
      auto front = workbook::front_of(received);
      if (is_refused(front)) {
        co_await refuse(front);
      } else if (front.size) {
        remove(front.size);
        co_await handle(std::move(front.request));
      } else {
        co_await read();
      }
    }
  }
  virtual bool goes_on() { return !last; }

  // ---- What comes

  virtual asio::awaitable<void> read() {
    const auto room = piece();
    idle = true;
    const auto [error, size] = co_await receive(room);
    idle = false;
    if (error) over = true;
    received.append(static_cast<const char*>(room.data()), size);
  }
  virtual asio::mutable_buffer piece() { return asio::buffer(own_piece); }
  virtual asio::awaitable<Received> receive(asio::mutable_buffer room) {
    return socket.async_read_some(room, as_result);
  }
  virtual void remove(std::size_t size) { received.erase(0, size); }

  // ---- What is no request

  virtual bool is_refused(const workbook::Front& front) {
    return front.malformed || front.size > longest_request ||
           (!front.size && received.size() > longest_request);
  }
  virtual asio::awaitable<void> refuse(workbook::Front) {
    over = true;
    co_await send(workbook::failure("refused"));
  }

  // ---- The answer

  virtual asio::awaitable<void> handle(Request request) {
    const auto answer = co_await ask(std::move(request));
    co_await send(answer);
  }
  virtual asio::awaitable<std::string> ask(Request request) {
    try {
      co_return co_await handler(std::move(request));
    } catch (const std::exception& error) {
      co_return workbook::failure(error.what());
    } catch (...) {
      co_return workbook::failure("unknown failure");
    }
  }
  virtual asio::awaitable<void> send(std::string answer) {
    const auto [error, size] =
        co_await asio::async_write(socket, asio::buffer(answer), as_result);
    if (error) over = true;
  }

  static constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

  tcp::socket socket;
  const Handler handler;
  std::string received;  // and not handled
  std::array<char, 4096> own_piece;
  bool over = false;  // the connection has ended, or a request was refused
  bool last = false;  // somebody wants it to end: no request after this one
  bool idle = false;  // it waits for bytes, and owes no answer
};

// Holds the talk of the answer.
template <class OfTheAnswer>
asio::awaitable<void> hold(tcp::socket socket, Handler handler) {
  const auto talk =
      std::make_shared<OfTheAnswer>(std::move(socket), std::move(handler));
  co_await talk->hold();
}

}  // namespace exo38::plain
