// For wrong answers: a notice board that is right, in pieces. Each answer does
// one of these pieces in its own way, and runs the board that it makes of it.
//
//   struct AsksAgainAtOnce : plain::Board {
//     asio::awaitable<void> rest(asio::steady_timer&) override { co_return; }
//   };
//
//   asio::awaitable<void> notice_board(tcp::acceptor& acceptor) {
//     const auto board = std::make_shared<AsksAgainAtOnce>();
//     co_await board->run(acceptor);
//   }
#pragma once

#include <asio/buffer.hpp>
#include <asio/read_until.hpp>
#include <asio/socket_base.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <cstddef>
#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <vector>
#include <workbook/asio.hpp>

#include "chat.hpp"

namespace exo42::plain {

inline constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

struct Guest {
  explicit Guest(tcp::socket own) : socket(std::move(own)) {}
  tcp::socket socket;
  std::string heard;
  std::deque<std::string> lines;  // the first one is being written
  std::size_t waiting = 0;        // their bytes
};

using SharedGuest = std::shared_ptr<Guest>;

// The reads and writes of the guests keep it, when run() is over as well.
struct Board : std::enable_shared_from_this<Board> {
  virtual ~Board() = default;

  // ---- The door

  asio::awaitable<void> run(tcp::acceptor& acceptor) {
    asio::steady_timer pause(acceptor.get_executor());
    while (goes_on(acceptor)) {
      auto [error, socket] = co_await acceptor.async_accept(as_result);
      if (!error) {
        guests.push_back(std::make_shared<Guest>(std::move(socket)));
        read(guests.back());
      } else if (goes_on(acceptor)) {
        co_await rest(pause);
      }
    }
  }
  virtual bool goes_on(const tcp::acceptor& acceptor) {
    return acceptor.is_open();
  }
  // Accept has failed: out of descriptors, most likely, and that passes.
  virtual asio::awaitable<void> rest(asio::steady_timer& pause) {
    pause.expires_after(accept_pause);
    co_await pause.async_wait(as_result);
  }

  // ---- The lines

  void read(const SharedGuest& guest) {
    asio::async_read_until(guest->socket,
                           asio::dynamic_buffer(guest->heard, longest_line + 2),
                           '\n',
                           [board = shared_from_this(), guest](
                               asio::error_code error, std::size_t size) {
                             if (error) {
                               std::erase(board->guests, guest);
                               return;
                             }
                             board->tell_all(guest->heard.substr(0, size));
                             guest->heard.erase(0, size);
                             board->read(guest);
                           });
  }
  virtual void tell_all(const std::string& line) {
    for (const auto& guest : guests) tell(guest, line);
  }
  void tell(SharedGuest guest, std::string line) {
    if (!guest->socket.is_open()) return;
    if (is_too_much(*guest, line)) {
      drop(guest);
      return;
    }
    guest->waiting += line.size();
    guest->lines.push_back(std::move(line));
    if (guest->lines.size() == 1) write(guest);
  }
  void write(const SharedGuest& guest) {
    asio::async_write(guest->socket, asio::buffer(guest->lines.front()),
                      [board = shared_from_this(), guest](
                          asio::error_code error, std::size_t size) {
                        if (error) return;
                        board->has_been_sent(*guest, size);
                        guest->lines.pop_front();
                        if (!guest->lines.empty()) board->write(guest);
                      });
  }

  // ---- The limit

  virtual bool is_too_much(const Guest& guest, const std::string& line) {
    return guest.waiting + line.size() > most_waiting;
  }
  // Its read ends with an error, which takes it out of the guests: later, and
  // not while somebody goes through them. With a plain close, the system would
  // go on trying to deliver what it does not read.
  virtual void drop(const SharedGuest& guest) {
    asio::error_code ignored;
    guest->socket.set_option(asio::socket_base::linger(true, 0), ignored);
    guest->socket.close(ignored);
  }
  virtual void has_been_sent(Guest& guest, std::size_t size) {
    guest.waiting -= size;
  }

  std::vector<SharedGuest> guests;
};

}  // namespace exo42::plain
