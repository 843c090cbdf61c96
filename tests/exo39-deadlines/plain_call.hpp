// For wrong answers: a call() that is right, in pieces. Each answer does one of
// these pieces in its own way.
//
//   struct ConnectsEachTime : plain::Call {
//     using Call::Call;
//     void take_connection() override {}
//     void give_back() override {}
//   };
#pragma once

#include <asio/this_coro.hpp>
#include <chrono>
#include <exo39-deadlines/plain_line.hpp>
#include <exo39-deadlines/plain_wait.hpp>
#include <optional>
#include <string>
#include <utility>
#include <workbook/letters.hpp>

#include "deadlines.hpp"

namespace exo39::plain {

struct Call {
  Call(Link& to, std::string what, Deadline end)
      : link(to), request(std::move(what)), deadline(end) {}
  virtual ~Call() = default;

  asio::awaitable<std::string> make() {
    time_left();
    take_connection();
    co_await connect_if_none();
    const auto line = letter();
    std::string answer;
    try {
      co_await in_time(write(*socket, line), until());
      answer = co_await line_before(*socket, received, Clock::duration::max(),
                                    until());
    } catch (const asio::system_error& error) {
      has_failed(error.code());
      throw;
    }
    give_back();
    co_return answer;
  }

  // Throws if there is none.
  virtual Clock::duration time_left() {
    const auto now = Clock::now();
    if (now >= deadline) throw asio::system_error(asio::error::timed_out);
    return deadline - now;
  }

  // The link has none until the answer is there: a call that ends in any other
  // way takes the connection along.
  virtual void take_connection() {
    socket = std::exchange(link.socket, std::nullopt);
    received = std::exchange(link.received, {});
  }
  virtual asio::awaitable<void> connect_if_none() {
    if (socket) co_return;
    forget_what_came();
    socket.emplace(co_await asio::this_coro::executor);
    co_await in_time(connect(*socket, link.office), until());
  }
  // It came over another connection.
  virtual void forget_what_came() { received.clear(); }

  virtual std::string letter() {
    const auto left = rounded(time_left());
    return workbook::line_of({left, std::move(request)});
  }
  virtual std::chrono::milliseconds rounded(Clock::duration left) {
    return std::chrono::floor<std::chrono::milliseconds>(left);
  }

  virtual Deadline until() { return deadline; }

  // The answer may still come: the connection goes with the call.
  virtual void has_failed(asio::error_code) {}
  virtual void give_back() {
    link.socket = std::move(socket);
    link.received = std::move(received);
  }

  Link& link;
  std::string request;
  const Deadline deadline;
  std::optional<tcp::socket> socket;
  std::string received;
};

// For an answer: `return plain::call<ConnectsEachTime>(link, ...);`
template <class OwnCall = Call>
asio::awaitable<std::string> call(Link& link, std::string request,
                                  Deadline deadline) {
  OwnCall own(link, std::move(request), deadline);
  co_return co_await own.make();
}

}  // namespace exo39::plain
