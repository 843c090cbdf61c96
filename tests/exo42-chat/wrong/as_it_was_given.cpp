// The server as it was given, unrepaired.
// breaks: "An error of accept does not end it"
// step: 4
// lesson: accept-error-ends-all
#include "chat.hpp"

#include <asio/buffer.hpp>
#include <asio/read_until.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <deque>
#include <utility>
#include <vector>
#include <workbook/asio.hpp>

namespace exo42 {

struct Guest {
  tcp::socket socket;
  std::string heard;
  std::deque<std::string> lines;  // the first one is being written
};

using Guests = std::vector<std::shared_ptr<Guest>>;

void write(std::shared_ptr<Guest> guest) {
  asio::async_write(guest->socket, asio::buffer(guest->lines.front()),
                    [guest](asio::error_code error, std::size_t) {
                      if (error) return;
                      guest->lines.pop_front();
                      if (!guest->lines.empty()) write(guest);
                    });
}

void read(std::shared_ptr<Guests> guests, std::shared_ptr<Guest> guest) {
  asio::async_read_until(
      guest->socket, asio::dynamic_buffer(guest->heard, longest_line + 2), '\n',
      [guests, guest](asio::error_code error, std::size_t size) {
        if (error) {
          std::erase(*guests, guest);
          return;
        }
        for (auto& each : *guests) {
          each->lines.push_back(guest->heard.substr(0, size));
          if (each->lines.size() == 1) write(each);
        }
        guest->heard.erase(0, size);
        read(guests, guest);
      });
}

asio::awaitable<void> notice_board(tcp::acceptor& acceptor) {
  const auto guests = std::make_shared<Guests>();
  for (;;) {
    auto socket = co_await acceptor.async_accept(asio::use_awaitable);
    guests->push_back(
        std::make_shared<Guest>(Guest{std::move(socket), {}, {}}));
    read(guests, guests->back());
  }
}

}  // namespace exo42
