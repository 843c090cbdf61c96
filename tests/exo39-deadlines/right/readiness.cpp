// Waits until the socket is readable, and reads then, without waiting: a wait
// that is cancelled has read nothing, so nothing can be lost. In an office the
// grace is one more deadline: each talk waits until the earlier of two moments.
#include "deadlines.hpp"

#include <algorithm>
#include <array>
#include <asio/buffer.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <exception>
#include <unordered_set>
#include <utility>
#include <variant>
#include <workbook/asio.hpp>

namespace exo39 {

namespace {

using namespace asio::experimental::awaitable_operators;
using Error = asio::error_code;

constexpr auto no_throw = asio::as_tuple(asio::use_awaitable);

// Of an operation that is over before the deadline, its error.
template <class Operation>
asio::awaitable<Error> outcome(Operation operation, asio::steady_timer& timer,
                               Deadline deadline) {
  timer.expires_at(deadline);
  auto first = co_await (std::move(operation) || timer.async_wait(no_throw));
  if (first.index() == 0) co_return std::get<0>(std::get<0>(first));
  const auto [cancelled] = std::get<1>(first);
  if (cancelled) co_return cancelled;
  co_return asio::error::timed_out;
}

void expect(Error error) {
  if (error) throw asio::system_error(error);
}

asio::awaitable<std::string> take_line(tcp::socket& socket,
                                       std::string& received,
                                       Clock::duration idle,
                                       Deadline deadline) {
  asio::steady_timer timer(socket.get_executor());
  socket.non_blocking(true);
  auto silent = std::min(deadline, after(idle));
  for (;;) {
    const auto end = received.find('\n');
    if (end != received.npos && end < longest_line) {
      const std::string line(received, 0, end);
      received.erase(0, end + 1);
      co_return line;
    }
    if (received.size() >= longest_line) expect(asio::error::message_size);
    std::array<char, longest_line> piece;
    Error error;
    const auto size = socket.read_some(asio::buffer(piece), error);
    if (error == asio::error::would_block) {
      expect(co_await outcome(
          socket.async_wait(tcp::socket::wait_read, no_throw), timer, silent));
      continue;
    }
    received.append(piece.data(), size);
    expect(error);
    silent = std::min(deadline, after(idle));
  }
}

}  // namespace

asio::awaitable<tcp::socket> connect_within(tcp::endpoint endpoint,
                                            Clock::duration within) {
  tcp::socket socket(co_await asio::this_coro::executor);
  asio::steady_timer timer(socket.get_executor());
  expect(co_await outcome(socket.async_connect(endpoint, no_throw), timer,
                          after(within)));
  co_return socket;
}

asio::awaitable<std::string> read_line(tcp::socket& socket,
                                       std::string& received,
                                       Clock::duration idle,
                                       Clock::duration total) {
  co_return co_await take_line(socket, received, idle, after(total));
}

asio::awaitable<std::string> call(Link& link, std::string request,
                                  Deadline deadline) {
  if (Clock::now() >= deadline) expect(asio::error::timed_out);
  // A link of this call's own, which becomes the caller's when all is well.
  Link mine = std::move(link);
  link = Link{mine.office, std::nullopt, ""};
  asio::steady_timer timer(co_await asio::this_coro::executor);
  if (!mine.socket) {
    mine.received.clear();
    mine.socket.emplace(timer.get_executor());
    expect(co_await outcome(mine.socket->async_connect(mine.office, no_throw),
                            timer, deadline));
  }
  const auto left = deadline - Clock::now();
  const auto letter = workbook::line_of(
      {std::chrono::floor<std::chrono::milliseconds>(left), request});
  expect(co_await outcome(
      asio::async_write(*mine.socket, asio::buffer(letter), no_throw), timer,
      deadline));
  auto answer = co_await take_line(*mine.socket, mine.received,
                                   Clock::duration::max(), deadline);
  link = std::move(mine);
  co_return answer;
}

namespace {

struct Guest {
  explicit Guest(tcp::socket own)
      : socket(std::move(own)), timer(socket.get_executor()) {}
  tcp::socket socket;
  asio::steady_timer timer;
  bool reading = false;
};

}  // namespace

struct Office::State {
  State(tcp::acceptor own, Handler handler, Patience patience)
      : acceptor(std::move(own)),
        handler(std::move(handler)),
        patience(patience),
        bell(acceptor.get_executor(), Deadline::max()) {}

  // Returns at the deadline, or when the grace is over. drain() wakes it.
  asio::awaitable<void> limit(Guest& guest, Deadline deadline) {
    while (Clock::now() < std::min(deadline, end)) {
      guest.timer.expires_at(std::min(deadline, end));
      co_await guest.timer.async_wait(no_throw);
    }
  }

  asio::awaitable<std::string> ask(std::string request, Deadline deadline) {
    try {
      co_return co_await handler(std::move(request), deadline);
    } catch (const std::exception& error) {
      co_return std::string("-ERR ") + error.what();
    } catch (...) {
      co_return "-ERR unknown";
    }
  }

  asio::awaitable<std::string> reply(Guest& guest, const std::string& line) {
    const auto letter = workbook::letter_of(line);
    if (!letter) co_return "-ERR unreadable";
    const auto deadline = after(letter->left);
    if (Clock::now() >= deadline) co_return "-ERR too late";
    const auto first =
        co_await (ask(letter->request, deadline) || limit(guest, deadline));
    if (first.index() == 0) co_return std::get<0>(first);
    co_return "-ERR too late";
  }

  asio::awaitable<void> talk(Guest& guest) {
    std::string received;
    while (acceptor.is_open()) {
      guest.reading = true;
      const auto line = co_await read_line(guest.socket, received,
                                           patience.idle, patience.total);
      guest.reading = false;
      if (!acceptor.is_open()) break;
      const auto answer = co_await reply(guest, line) + "\n";
      if (Clock::now() >= end) break;
      const auto first = co_await (
          asio::async_write(guest.socket, asio::buffer(answer), no_throw) ||
          limit(guest, after(patience.total)));
      if (first.index() == 1 || std::get<0>(std::get<0>(first))) break;
    }
  }

  asio::awaitable<void> welcome(tcp::socket socket) {
    Guest guest(std::move(socket));
    guests.insert(&guest);
    try {
      co_await talk(guest);
    } catch (const asio::system_error&) {
    }
    guests.erase(&guest);
    guest.socket.close();
    bell.cancel();
  }

  tcp::acceptor acceptor;
  Handler handler;
  Patience patience;
  Deadline end = Deadline::max();
  asio::steady_timer bell;
  std::unordered_set<Guest*> guests;
};

Office::Office(tcp::acceptor acceptor, Handler handler, Patience patience)
    : state_(std::make_shared<State>(std::move(acceptor), std::move(handler),
                                     patience)) {}

asio::awaitable<void> Office::run() {
  const auto state = state_;
  auto& bell = state->bell;
  int coming = 0;
  while (state->acceptor.is_open()) {
    auto [error, socket] = co_await state->acceptor.async_accept(no_throw);
    if (!state->acceptor.is_open()) break;
    if (!error) {
      ++coming;
      asio::co_spawn(bell.get_executor(), state->welcome(std::move(socket)),
                     [state, &coming](const std::exception_ptr&) {
                       --coming;
                       state->bell.cancel();
                     });
      continue;
    }
    bell.expires_after(std::chrono::milliseconds(100));
    co_await bell.async_wait(no_throw);
  }
  while (coming > 0) {
    bell.expires_at(Deadline::max());
    co_await bell.async_wait(no_throw);
  }
}

void Office::drain(Clock::duration grace) {
  state_->acceptor.close();
  state_->end = std::min(state_->end, after(grace));
  state_->bell.cancel();
  for (auto* guest : state_->guests) {
    if (guest->reading) guest->socket.close();
    guest->timer.cancel();
  }
}

}  // namespace exo39
