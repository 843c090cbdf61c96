// Waits for all places to be free before it fills them again.
// breaks: "However a conversation ends, its place is free for the next client."
// step: 3
// lesson: place-lost
#include "server.hpp"

#include <array>
#include <asio/awaitable.hpp>
#include <asio/buffer.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <exception>
#include <memory>
#include <utility>
#include <workbook/asio.hpp>

namespace exo38 {

namespace {

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

struct Places {
  Places(const asio::any_io_executor& executor, std::size_t most)
      : free(most), bell(executor, asio::steady_timer::time_point::max()) {}
  std::size_t free;
  asio::steady_timer bell;
};

}  // namespace

asio::awaitable<void> serve_at_most(tcp::acceptor& acceptor, Handler handler,
                                    std::size_t most) {
  const auto executor = co_await asio::this_coro::executor;
  const auto places = std::make_shared<Places>(executor, most);
  asio::steady_timer pause(executor);
  while (acceptor.is_open()) {
    if (places->free == 0)
      while (places->free < most) co_await places->bell.async_wait(as_result);
    auto [error, socket] = co_await acceptor.async_accept(as_result);
    if (!error) {
      --places->free;
      asio::co_spawn(executor, converse(std::move(socket), handler),
                     [places](const std::exception_ptr&) {
                       ++places->free;
                       places->bell.cancel();
                     });
    } else if (acceptor.is_open()) {
      pause.expires_after(accept_pause);
      co_await pause.async_wait(as_result);
    }
  }
}

}  // namespace exo38
