// Sends a line to one guest after the other, and waits for each.
// breaks: "The others notice nothing."
// step: 4
// lesson: deaf-client-stops-all
#include "chat.hpp"

#include <asio/buffer.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/read_until.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <utility>
#include <vector>
#include <workbook/asio.hpp>

namespace exo42 {

namespace {

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

}  // namespace

struct Guest {
  tcp::socket socket;
  std::string heard;
};

using Guests = std::vector<std::shared_ptr<Guest>>;

asio::awaitable<void> talk(std::shared_ptr<Guests> guests,
                           std::shared_ptr<Guest> guest) {
  for (;;) {
    const auto [error, size] = co_await asio::async_read_until(
        guest->socket, asio::dynamic_buffer(guest->heard, longest_line + 2),
        '\n', as_result);
    if (error) break;
    const auto line = guest->heard.substr(0, size);
    guest->heard.erase(0, size);
    const auto all = *guests;
    for (const auto& each : all)
      co_await asio::async_write(each->socket, asio::buffer(line), as_result);
  }
  std::erase(*guests, guest);
}

asio::awaitable<void> notice_board(tcp::acceptor& acceptor) {
  const auto guests = std::make_shared<Guests>();
  asio::steady_timer pause(acceptor.get_executor());
  while (acceptor.is_open()) {
    auto [error, socket] = co_await acceptor.async_accept(as_result);
    if (!error) {
      guests->push_back(std::make_shared<Guest>(Guest{std::move(socket), {}}));
      asio::co_spawn(acceptor.get_executor(), talk(guests, guests->back()),
                     asio::detached);
    } else if (acceptor.is_open()) {
      pause.expires_after(accept_pause);
      co_await pause.async_wait(as_result);
    }
  }
}

}  // namespace exo42
