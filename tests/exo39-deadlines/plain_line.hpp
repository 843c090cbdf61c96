// For wrong answers: a line is read as it should be, in pieces. Each answer
// does one of these pieces in its own way.
//
//   struct OnlyTheSilent : plain::Reading {
//     using Reading::Reading;
//     Deadline until() override { return after(idle); }
//   };
#pragma once

#include <algorithm>
#include <array>
#include <asio/buffer.hpp>
#include <cstddef>
#include <exo39-deadlines/plain_wait.hpp>
#include <optional>
#include <string>

#include "deadlines.hpp"

namespace exo39::plain {

struct Reading {
  Reading(tcp::socket& from, std::string& into, Clock::duration silence,
          Deadline end)
      : socket(from), received(into), idle(silence), deadline(end) {}
  virtual ~Reading() = default;

  virtual asio::awaitable<std::string> line() {
    for (;;) {
      if (auto line = take()) co_return *line;
      co_await wait_for_more();
    }
  }

  // The first line, if all of it is there.
  std::optional<std::string> take() {
    const auto end = received.find('\n');
    if (end < longest()) {
      auto line = received.substr(0, end);
      take_off(end + 1);
      return line;
    }
    if (received.size() >= longest())
      throw asio::system_error(asio::error::message_size);
    return std::nullopt;
  }
  virtual std::size_t longest() { return longest_line; }
  virtual void take_off(std::size_t size) { received.erase(0, size); }

  virtual asio::awaitable<void> wait_for_more() {
    co_await in_time(read_more(), until());
  }
  virtual asio::awaitable<asio::error_code> read_more() {
    std::array<char, longest_line> piece;
    const auto [error, size] =
        co_await socket.async_read_some(asio::buffer(piece), as_result);
    received.append(piece.data(), size);
    co_return error;
  }
  // Two limits, one timer: the next one that rings is the earlier of both.
  virtual Deadline until() { return std::min(deadline, after(idle)); }

  tcp::socket& socket;
  std::string& received;
  const Clock::duration idle;
  const Deadline deadline;
};

// For an answer: `return plain::line_before<OnlyTheSilent>(socket, ...);`
template <class OwnReading = Reading>
asio::awaitable<std::string> line_before(tcp::socket& socket,
                                         std::string& received,
                                         Clock::duration idle,
                                         Deadline deadline) {
  OwnReading reading(socket, received, idle, deadline);
  co_return co_await reading.line();
}

}  // namespace exo39::plain
