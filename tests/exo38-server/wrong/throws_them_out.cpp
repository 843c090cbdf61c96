// Closes every connection when the acceptor is closed.
// breaks: "The conversations that have begun go on after it has returned."
// step: 2
// lesson: takes-its-guests-along
#include "server.hpp"

#include <array>
#include <asio/awaitable.hpp>
#include <asio/bind_cancellation_slot.hpp>
#include <asio/buffer.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <exception>
#include <list>
#include <memory>
#include <utility>
#include <workbook/asio.hpp>

namespace exo38 {

namespace {

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

}  // namespace

asio::awaitable<void> serve(tcp::acceptor& acceptor, Handler handler) {
  const auto executor = co_await asio::this_coro::executor;
  asio::steady_timer pause(executor);
  const auto guests = std::make_shared<std::list<asio::cancellation_signal>>();
  while (acceptor.is_open()) {
    auto [error, socket] = co_await acceptor.async_accept(as_result);
    if (!error) {
      asio::co_spawn(
          executor, converse(std::move(socket), handler),
          asio::bind_cancellation_slot(guests->emplace_back().slot(),
                                       [guests](const std::exception_ptr&) {}));
    } else if (acceptor.is_open()) {
      pause.expires_after(accept_pause);
      co_await pause.async_wait(as_result);
    }
  }
  for (auto& guest : *guests) guest.emit(asio::cancellation_type::terminal);
}

}  // namespace exo38
