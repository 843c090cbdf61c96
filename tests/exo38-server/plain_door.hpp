// For wrong answers: a serve() and a serve_at_most() that are right, in pieces.
// Each answer does one of these pieces in its own way, and serves with what it
// makes of it.
//
//   struct OneMoreThanMost : plain::Door {
//     using Door::Door;
//     bool has_room() override { return guests <= most; }
//   };
//
//   asio::awaitable<void> serve_at_most(tcp::acceptor& acceptor,
//                                       Handler handler, std::size_t most) {
//     return plain::serve<OneMoreThanMost>(acceptor, std::move(handler), most);
//   }
#pragma once

#include <asio/any_io_executor.hpp>
#include <asio/co_spawn.hpp>
#include <asio/error_code.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>
#include <cstddef>
#include <exception>
#include <limits>
#include <memory>
#include <utility>
#include <workbook/asio.hpp>

#include "server.hpp"

namespace exo38::plain {

// The conversations keep it, when run() is over as well. The acceptor may be
// gone by then.
struct Door : std::enable_shared_from_this<Door> {
  Door(tcp::acceptor& of_the_caller, Handler given, std::size_t at_most)
      : acceptor(of_the_caller),
        executor(acceptor.get_executor()),
        handler(std::move(given)),
        most(at_most),
        bell(executor, asio::steady_timer::time_point::max()),
        pause(executor) {}
  virtual ~Door() = default;

  virtual asio::awaitable<void> run() {
    while (is_open()) {
      // A place first, then the client: whoever is accepted is served.
      if (!has_room()) {
        co_await bell.async_wait(as_result);
        continue;
      }
      auto [error, socket] = co_await acceptor.async_accept(as_result);
      if (!error) {
        co_await welcome(std::move(socket));
      } else if (is_open()) {
        if (!co_await goes_on_after(error)) co_return;
      }
    }
  }
  virtual bool is_open() { return acceptor.is_open(); }
  virtual bool has_room() { return guests < most; }
  // Accept has failed: out of descriptors, most likely, and that passes, but
  // not at once. True: it tries again.
  virtual asio::awaitable<bool> goes_on_after(asio::error_code) {
    pause.expires_after(accept_pause);
    co_await pause.async_wait(as_result);
    co_return true;
  }

  // ---- A client

  // Begins the conversation, and does not wait for its end.
  virtual asio::awaitable<void> welcome(tcp::socket socket) {
    ++guests;
    asio::co_spawn(executor, talk_with(std::move(socket)),
                   [self = shared_from_this()](const std::exception_ptr&) {
                     self->has_left();
                   });
    co_return;
  }
  virtual asio::awaitable<void> talk_with(tcp::socket socket) {
    return converse(std::move(socket), handler);
  }
  virtual void has_left() {
    --guests;
    bell.cancel();
  }

  static constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

  tcp::acceptor& acceptor;
  const asio::any_io_executor executor;
  Handler handler;
  const std::size_t most;
  std::size_t guests = 0;
  asio::steady_timer bell;  // only ever cancelled: when a guest has left
  asio::steady_timer pause;
};

// Serves with the door of the answer.
template <class OfTheAnswer>
asio::awaitable<void> serve(
    tcp::acceptor& acceptor, Handler handler,
    std::size_t most = std::numeric_limits<std::size_t>::max()) {
  const auto door =
      std::make_shared<OfTheAnswer>(acceptor, std::move(handler), most);
  co_await door->run();
}

}  // namespace exo38::plain
