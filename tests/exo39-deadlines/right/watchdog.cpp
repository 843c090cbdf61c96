// One race for a whole line: whoever reads moves the moment that a watchdog
// watches. At the end of the grace, each talk hears it from a bell of its own
// race: nobody has to be told one by one.
#include "deadlines.hpp"

#include <algorithm>
#include <array>
#include <asio/buffer.hpp>
#include <asio/co_spawn.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <exception>
#include <utility>
#include <variant>
#include <workbook/asio.hpp>

namespace exo39 {

namespace {

using namespace asio::experimental::awaitable_operators;
using Error = asio::error_code;

// Returns when `until` has passed. It may be moved to later.
asio::awaitable<void> watchdog(const Deadline& until) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  do {
    timer.expires_at(until);
    co_await timer.async_wait(asio::use_awaitable);
  } while (Clock::now() < until);
}

void check(const std::variant<Error, std::monostate>& first) {
  const Error late = asio::error::timed_out;
  const Error error = first.index() == 0 ? std::get<0>(first) : late;
  if (error) throw asio::system_error(error);
}

asio::awaitable<Error> connect(tcp::socket& socket, tcp::endpoint endpoint) {
  Error error;
  co_await socket.async_connect(
      endpoint, asio::redirect_error(asio::use_awaitable, error));
  co_return error;
}

asio::awaitable<Error> send(tcp::socket& socket, const std::string& line) {
  Error error;
  co_await asio::async_write(socket, asio::buffer(line),
                             asio::redirect_error(asio::use_awaitable, error));
  co_return error;
}

bool whole(const std::string& received) {
  return received.find('\n') < longest_line;
}

// Reads until a line is whole, or cannot become one any more.
asio::awaitable<Error> fill(tcp::socket& socket, std::string& received,
                            Clock::duration idle, Deadline last,
                            Deadline& until) {
  while (!whole(received)) {
    if (received.size() >= longest_line) co_return asio::error::message_size;
    std::array<char, 2'000> piece;
    Error error;
    const auto size = co_await socket.async_read_some(
        asio::buffer(piece), asio::redirect_error(asio::use_awaitable, error));
    received.append(piece.data(), size);
    if (error) co_return error;
    until = std::min(last, after(idle));
  }
  co_return Error();
}

std::string take_line(std::string& received) {
  const auto size = received.find('\n');
  std::string line(received, 0, size);
  received.erase(0, size + 1);
  return line;
}

asio::awaitable<std::string> line_until(tcp::socket& socket,
                                        std::string& received,
                                        Clock::duration idle, Deadline last) {
  if (!whole(received)) {
    auto until = std::min(last, after(idle));
    check(co_await (fill(socket, received, idle, last, until) ||
                    watchdog(until)));
  }
  co_return take_line(received);
}

asio::awaitable<std::string> exchange(Link& link, std::string request,
                                      Deadline deadline) {
  if (!link.socket) {
    link.received.clear();
    link.socket.emplace(co_await asio::this_coro::executor);
    check(co_await (connect(*link.socket, link.office) || watchdog(deadline)));
  }
  workbook::Letter letter;
  letter.left =
      std::chrono::floor<std::chrono::milliseconds>(deadline - Clock::now());
  letter.request = std::move(request);
  const auto line = workbook::line_of(letter);
  check(co_await (send(*link.socket, line) || watchdog(deadline)));
  co_return co_await line_until(*link.socket, link.received,
                                Clock::duration::max(), deadline);
}

}  // namespace

asio::awaitable<tcp::socket> connect_within(tcp::endpoint endpoint,
                                            Clock::duration within) {
  const auto until = after(within);
  tcp::socket socket(co_await asio::this_coro::executor);
  check(co_await (connect(socket, endpoint) || watchdog(until)));
  co_return socket;
}

asio::awaitable<std::string> read_line(tcp::socket& socket,
                                       std::string& received,
                                       Clock::duration idle,
                                       Clock::duration total) {
  co_return co_await line_until(socket, received, idle, after(total));
}

asio::awaitable<std::string> call(Link& link, std::string request,
                                  Deadline deadline) {
  if (Clock::now() >= deadline)
    throw asio::system_error(asio::error::timed_out);
  std::exception_ptr problem;
  try {
    co_return co_await exchange(link, std::move(request), deadline);
  } catch (...) {
    problem = std::current_exception();
  }
  link.socket.reset();
  link.received.clear();
  std::rethrow_exception(problem);
}

struct Office::State {
  State(tcp::acceptor own, Handler handler, Patience patience)
      : acceptor(std::move(own)),
        handler(std::move(handler)),
        patience(patience),
        drained(acceptor.get_executor(), Deadline::max()),
        empty(acceptor.get_executor(), Deadline::max()) {}

  // Returns when the grace is over.
  asio::awaitable<void> grace() {
    while (Clock::now() < end) {
      Error moved;
      co_await drained.async_wait(
          asio::redirect_error(asio::use_awaitable, moved));
    }
  }

  // Returns when there is a drain.
  asio::awaitable<void> draining() {
    while (acceptor.is_open()) {
      Error moved;
      co_await drained.async_wait(
          asio::redirect_error(asio::use_awaitable, moved));
    }
  }

  asio::awaitable<std::string> ask(workbook::Letter letter, Deadline deadline) {
    try {
      co_return co_await handler(std::move(letter.request), deadline);
    } catch (const std::exception& error) {
      co_return std::string("-ERR ") + error.what();
    } catch (...) {
      co_return "-ERR it failed";
    }
  }

  asio::awaitable<std::string> answer(const std::string& line) {
    const auto letter = workbook::letter_of(line);
    if (!letter) co_return "-ERR what?";
    const auto deadline = after(letter->left);
    if (Clock::now() < deadline) {
      auto first = co_await (ask(*letter, deadline) || watchdog(deadline));
      if (first.index() == 0) co_return std::get<0>(std::move(first));
    }
    co_return "-ERR late";
  }

  // Neither may throw: || would wait for the bell then.
  asio::awaitable<bool> read(tcp::socket& socket, std::string& received,
                             std::string& line) {
    try {
      line =
          co_await read_line(socket, received, patience.idle, patience.total);
      co_return true;
    } catch (const asio::system_error&) {
      co_return false;
    }
  }

  asio::awaitable<void> talk(tcp::socket& socket) {
    std::string received;
    std::string line;
    while (acceptor.is_open()) {
      const auto next = co_await (read(socket, received, line) || draining());
      if (!acceptor.is_open() || next.index() == 1 || !std::get<0>(next)) break;
      const auto reply = co_await answer(line) + "\n";
      const auto until = after(patience.total);
      const auto sent = co_await (send(socket, reply) || watchdog(until));
      if (sent.index() == 1 || std::get<0>(sent)) break;
    }
  }

  asio::awaitable<void> serve(tcp::socket socket) {
    co_await (talk(socket) || grace());
  }

  tcp::acceptor acceptor;
  Handler handler;
  Patience patience;
  int talks = 0;
  Deadline end = Deadline::max();
  asio::steady_timer drained;
  asio::steady_timer empty;
};

Office::Office(tcp::acceptor acceptor, Handler handler, Patience patience)
    : state_(std::make_shared<State>(std::move(acceptor), std::move(handler),
                                     patience)) {}

asio::awaitable<void> Office::run() {
  const auto executor = co_await asio::this_coro::executor;
  const auto state = state_;
  while (state->acceptor.is_open()) {
    Error error;
    auto socket = co_await state->acceptor.async_accept(
        asio::redirect_error(asio::use_awaitable, error));
    if (!state->acceptor.is_open()) break;
    if (error) {
      asio::steady_timer pause(executor, std::chrono::milliseconds(100));
      co_await (pause.async_wait(asio::use_awaitable) || state->draining());
      continue;
    }
    ++state->talks;
    asio::co_spawn(executor, state->serve(std::move(socket)),
                   [state](const std::exception_ptr&) {
                     if (--state->talks == 0) state->empty.cancel();
                   });
  }
  while (state->talks > 0) {
    Error rung;
    co_await state->empty.async_wait(
        asio::redirect_error(asio::use_awaitable, rung));
  }
}

void Office::drain(Clock::duration grace) {
  state_->acceptor.close();
  state_->end = std::min(state_->end, after(grace));
  state_->drained.expires_at(state_->end);
}

}  // namespace exo39
