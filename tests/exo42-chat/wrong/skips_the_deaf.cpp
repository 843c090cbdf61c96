// Gives the deaf no more than the limit, and keeps them.
// breaks: "at most `most_waiting` bytes wait, and then its connection is
//   closed"
// step: 4
// lesson: deaf-client-stays
#include "chat.hpp"

#include <asio/buffer.hpp>
#include <asio/read_until.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <deque>
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
  std::deque<std::string> lines;  // the first one is being written
  std::size_t waiting = 0;        // their bytes
};

using Guests = std::vector<std::shared_ptr<Guest>>;

void write(std::shared_ptr<Guest> guest) {
  asio::async_write(guest->socket, asio::buffer(guest->lines.front()),
                    [guest](asio::error_code error, std::size_t size) {
                      if (error) return;
                      guest->waiting -= size;
                      guest->lines.pop_front();
                      if (!guest->lines.empty()) write(guest);
                    });
}

void tell(std::shared_ptr<Guest> guest, std::string line) {
  if (!guest->socket.is_open()) return;
  if (guest->waiting + line.size() > most_waiting) {
    return;
  }
  guest->waiting += line.size();
  guest->lines.push_back(std::move(line));
  if (guest->lines.size() == 1) write(guest);
}

void read(std::shared_ptr<Guests> guests, std::shared_ptr<Guest> guest) {
  asio::async_read_until(
      guest->socket, asio::dynamic_buffer(guest->heard, longest_line + 2), '\n',
      [guests, guest](asio::error_code error, std::size_t size) {
        if (error) {
          std::erase(*guests, guest);
          return;
        }
        for (auto& each : *guests) tell(each, guest->heard.substr(0, size));
        guest->heard.erase(0, size);
        read(guests, guest);
      });
}

asio::awaitable<void> notice_board(tcp::acceptor& acceptor) {
  const auto guests = std::make_shared<Guests>();
  asio::steady_timer pause(acceptor.get_executor());
  while (acceptor.is_open()) {
    auto [error, socket] = co_await acceptor.async_accept(as_result);
    if (!error) {
      guests->push_back(
          std::make_shared<Guest>(Guest{std::move(socket), {}, {}}));
      read(guests, guests->back());
    } else if (acceptor.is_open()) {
      pause.expires_after(accept_pause);
      co_await pause.async_wait(as_result);
    }
  }
}

}  // namespace exo42
