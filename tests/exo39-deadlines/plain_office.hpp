// For wrong answers: an office that is right, in pieces. Each answer does one
// of these pieces in its own way, and says which server is the one.
//
//   struct StdExceptionsOnly : plain::Server {
//     using Server::Server;
//     asio::awaitable<std::string> ask(...) override { ... }
//   };
//
//   std::shared_ptr<plain::Server> plain::make_server(Given given) {
//     return std::make_shared<StdExceptionsOnly>(std::move(given));
//   }
//
// The functions of Office are defined here, and not inline: a program has one
// of these answers, and the linker takes them before those of the reference.
#pragma once

#include <algorithm>
#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/cancellation_type.hpp>
#include <asio/co_spawn.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <chrono>
#include <exception>
#include <exo39-deadlines/plain_wait.hpp>
#include <list>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <workbook/letters.hpp>

#include "deadlines.hpp"

namespace exo39 {

namespace plain {

// A client, and what somebody who wants it to go must know of it.
struct Talk {
  explicit Talk(tcp::socket own) : socket(std::move(own)) {}
  tcp::socket socket;
  std::string received;
  bool idle = false;  // it waits for a letter, and owes no answer
  asio::cancellation_signal cut;
};

using Talks = std::list<Talk>;

// What an office is made of.
struct Given {
  tcp::acceptor acceptor;
  Handler handler;
  Patience patience;
};

inline std::string failure(const std::string& why) { return "-ERR " + why; }

struct Server : std::enable_shared_from_this<Server> {
  explicit Server(Given given)
      : acceptor(std::move(given.acceptor)),
        handler(std::move(given.handler)),
        patience(given.patience),
        bell(acceptor.get_executor(), Deadline::max()),
        pause(acceptor.get_executor()) {}
  virtual ~Server() = default;

  // ---- The clients

  asio::awaitable<void> run() {
    while (is_open()) {
      auto [error, socket] = co_await acceptor.async_accept(as_result);
      if (!is_open()) break;
      if (error)
        co_await accept_has_failed(error);
      else
        co_await serve(talks.emplace(talks.end(), std::move(socket)));
    }
    co_await wait_for_the_last();
  }
  virtual bool is_open() { return acceptor.is_open(); }
  // Out of descriptors, most likely: it passes, but not at once.
  virtual asio::awaitable<void> accept_has_failed(asio::error_code) {
    pause.expires_after(std::chrono::milliseconds(100));
    co_await pause.async_wait(as_result);
  }
  // Begins the talk, and does not wait for its end.
  virtual asio::awaitable<void> serve(Talks::iterator talk) {
    const auto executor = co_await asio::this_coro::executor;
    const auto self = shared_from_this();
    asio::co_spawn(
        executor, talk_with(*talk),
        asio::bind_cancellation_slot(talk->cut.slot(),
                                     [self, talk](const std::exception_ptr&) {
                                       self->talks.erase(talk);
                                       self->bell.cancel();
                                     }));
  }

  // ---- A talk

  virtual asio::awaitable<void> talk_with(Talk& talk) {
    while (is_open()) {
      const auto line = co_await read(talk, patience);
      if (is_open()) co_await reply(talk, line);
    }
  }
  virtual asio::awaitable<std::string> read(Talk& talk, Patience with) {
    talk.idle = true;
    auto line =
        co_await read_line(talk.socket, talk.received, with.idle, with.total);
    talk.idle = false;
    co_return line;
  }
  virtual asio::awaitable<void> reply(Talk& talk, std::string line) {
    const auto answer = co_await answer_of(std::move(line));
    co_await send(talk, answer + '\n');
  }
  virtual asio::awaitable<void> send(Talk& talk, std::string answer) {
    co_await in_time(write(talk.socket, answer), after(patience.total));
  }

  // ---- A letter

  asio::awaitable<std::string> answer_of(std::string line) {
    auto letter = workbook::letter_of(line);
    if (!letter) co_return failure("this is no letter");
    const auto deadline = after(letter->left);
    if (is_over(deadline)) co_return failure("timed out");
    co_return co_await ask_in_time(std::move(letter->request), deadline);
  }
  virtual bool is_over(Deadline deadline) { return deadline <= Clock::now(); }
  virtual asio::awaitable<std::string> ask_in_time(std::string request,
                                                   Deadline deadline) {
    asio::steady_timer timer(co_await asio::this_coro::executor, deadline);
    const auto first = co_await (ask(std::move(request), deadline) ||
                                 timer.async_wait(as_result));
    if (first.index() == 0) co_return std::get<0>(first);
    co_return failure("timed out");
  }
  virtual asio::awaitable<std::string> ask(std::string request,
                                           Deadline deadline) {
    try {
      co_return co_await handler(std::move(request), deadline);
    } catch (const std::exception& error) {
      co_return failure(error.what());
    } catch (...) {
      co_return failure("unknown failure");
    }
  }

  // ---- The drain

  void drain(Clock::duration grace) {
    close_port();
    pause.cancel();
    set_end(grace);
    // Wakes run(), if it waits there already, which then waits until `end`.
    bell.expires_at(end);
    for (auto& talk : talks) let_go(talk);
  }
  virtual void close_port() {
    asio::error_code ignored;
    acceptor.close(ignored);
  }
  virtual void set_end(Clock::duration grace) {
    end = std::min(end, after(grace));
  }
  // At once, if no letter of this client is under way.
  virtual void let_go(Talk& talk) {
    asio::error_code ignored;
    if (talk.idle) talk.socket.close(ignored);
  }
  virtual asio::awaitable<void> wait_for_the_last() {
    while (somebody_is_left()) {
      if (Clock::now() >= end) {
        bell.expires_at(Deadline::max());
        for (auto& talk : talks) cut_off(talk);
      }
      co_await bell.async_wait(as_result);
    }
  }
  virtual bool somebody_is_left() { return !talks.empty(); }
  virtual void cut_off(Talk& talk) {
    talk.cut.emit(asio::cancellation_type::terminal);
  }

  tcp::acceptor acceptor;
  const Handler handler;
  const Patience patience;
  Talks talks;
  Deadline end = Deadline::max();  // of the grace
  asio::steady_timer bell;         // rings when a talk has ended, and at `end`
  asio::steady_timer pause;
};

// The one of the answer.
std::shared_ptr<Server> make_server(Given given);

}  // namespace plain

struct Office::State {
  const std::shared_ptr<plain::Server> server;
};

Office::Office(tcp::acceptor acceptor, Handler handler, Patience patience)
    : state_(new State{plain::make_server(
          {std::move(acceptor), std::move(handler), patience})}) {}

asio::awaitable<void> Office::run() {
  const auto server = state_->server;
  co_await server->run();
}

void Office::drain(Clock::duration grace) { state_->server->drain(grace); }

}  // namespace exo39
