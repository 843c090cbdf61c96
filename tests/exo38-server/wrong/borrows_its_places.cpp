// Counts its places where it itself lives, and so not for long enough.
// breaks: "The conversations that have begun go on after it has returned."
// step: 3
// lesson: takes-its-guests-along
#include "server.hpp"

#include <asio/any_io_executor.hpp>
#include <asio/co_spawn.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <cstddef>
#include <exception>
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
  Places places(executor, most);
  asio::steady_timer pause(executor);
  while (acceptor.is_open()) {
    while (places.free == 0) co_await places.bell.async_wait(as_result);
    auto [error, socket] = co_await acceptor.async_accept(as_result);
    if (!error) {
      --places.free;
      asio::co_spawn(executor, converse(std::move(socket), handler),
                     [&](const std::exception_ptr&) {
                       ++places.free;
                       places.bell.cancel();
                     });
    } else if (acceptor.is_open()) {
      pause.expires_after(accept_pause);
      co_await pause.async_wait(as_result);
    }
  }
}

}  // namespace exo38
