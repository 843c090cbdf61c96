#include "deadlines.hpp"

#include <algorithm>
#include <array>
#include <asio/any_io_executor.hpp>
#include <asio/bind_cancellation_slot.hpp>
#include <asio/buffer.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <exception>
#include <list>
#include <utility>
#include <variant>
#include <workbook/asio.hpp>

namespace exo39 {

namespace {

using namespace asio::experimental::awaitable_operators;

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

// Awaits `work`, and cancels it at the deadline. `work` returns its error:
// || waits for the first operand that succeeds, so one that threw would be
// forgotten until the timer rings.
//
// || returns when both have ended. So nothing goes on behind the caller's back:
// no read that takes somebody else's bytes, no timer that cancels a later read.
asio::awaitable<void> in_time(asio::awaitable<asio::error_code> work,
                              Deadline deadline) {
  asio::steady_timer timer(co_await asio::this_coro::executor, deadline);
  const auto first = co_await (std::move(work) || timer.async_wait(as_result));
  asio::error_code error;
  if (first.index() == 0) {
    error = std::get<0>(first);
  } else {
    // The wait fails if we are cancelled ourselves: then nothing was late.
    error = std::get<0>(std::get<1>(first));
    if (!error) error = asio::error::timed_out;
  }
  if (error) throw asio::system_error(error);
}

asio::awaitable<asio::error_code> connect(tcp::socket& socket,
                                          tcp::endpoint endpoint) {
  const auto [error] = co_await socket.async_connect(endpoint, as_result);
  co_return error;
}

asio::awaitable<asio::error_code> read_more(tcp::socket& socket,
                                            std::string& received) {
  std::array<char, longest_line> piece;
  const auto [error, size] =
      co_await socket.async_read_some(asio::buffer(piece), as_result);
  // Here, and not where || returns: it gives the winner's result only. On
  // Windows, or with io_uring, a read may succeed after the timer has won.
  received.append(piece.data(), size);
  co_return error;
}

asio::awaitable<asio::error_code> write(tcp::socket& socket,
                                        const std::string& line) {
  const auto [error, size] =
      co_await asio::async_write(socket, asio::buffer(line), as_result);
  co_return error;
}

// Two limits, one timer: the next one that rings is the earlier of both.
asio::awaitable<std::string> line_before(tcp::socket& socket,
                                         std::string& received,
                                         Clock::duration idle,
                                         Deadline deadline) {
  for (;;) {
    const auto end = received.find('\n');
    if (end < longest_line) {
      auto line = received.substr(0, end);
      received.erase(0, end + 1);
      co_return line;
    }
    if (received.size() >= longest_line)
      throw asio::system_error(asio::error::message_size);
    co_await in_time(read_more(socket, received),
                     std::min(deadline, after(idle)));
  }
}

}  // namespace

asio::awaitable<tcp::socket> connect_within(tcp::endpoint endpoint,
                                            Clock::duration within) {
  tcp::socket socket(co_await asio::this_coro::executor);
  co_await in_time(connect(socket, endpoint), after(within));
  co_return socket;
}

asio::awaitable<std::string> read_line(tcp::socket& socket,
                                       std::string& received,
                                       Clock::duration idle,
                                       Clock::duration total) {
  co_return co_await line_before(socket, received, idle, after(total));
}

asio::awaitable<std::string> call(Link& link, std::string request,
                                  Deadline deadline) {
  if (Clock::now() >= deadline)
    throw asio::system_error(asio::error::timed_out);
  // The link gets its connection back when the answer is there. A call that
  // ends in any other way takes it along, and with it the answer that may still
  // come.
  auto socket = std::exchange(link.socket, std::nullopt);
  auto received = std::exchange(link.received, {});
  if (!socket) {
    received.clear();
    socket.emplace(co_await asio::this_coro::executor);
    co_await in_time(connect(*socket, link.office), deadline);
  }
  // It may be too late by now. One look at the clock says that, and what is
  // left: no letter says "-1".
  const auto left = deadline - Clock::now();
  if (left <= Clock::duration::zero())
    throw asio::system_error(asio::error::timed_out);
  const auto letter =
      workbook::line_of({std::chrono::floor<std::chrono::milliseconds>(left),
                         std::move(request)});
  co_await in_time(write(*socket, letter), deadline);
  auto answer =
      co_await line_before(*socket, received, Clock::duration::max(), deadline);
  link.socket = std::move(socket);
  link.received = std::move(received);
  co_return answer;
}

namespace {

// A client, and what somebody who wants it to go must know of it.
struct Talk {
  explicit Talk(tcp::socket own) : socket(std::move(own)) {}
  tcp::socket socket;
  bool idle = false;  // it waits for a letter, and owes no answer
  asio::cancellation_signal cut;
};

std::string failure(const std::string& why) { return "-ERR " + why; }

asio::awaitable<std::string> ask(const Handler& handler, std::string request,
                                 Deadline deadline) {
  try {
    co_return co_await handler(std::move(request), deadline);
  } catch (const std::exception& error) {
    co_return failure(error.what());
  } catch (...) {
    co_return failure("unknown failure");
  }
}

asio::awaitable<std::string> answer_of(const Handler& handler,
                                       const std::string& line) {
  auto letter = workbook::letter_of(line);
  if (!letter) co_return failure("this is no letter");
  const auto deadline = after(letter->left);
  if (deadline > Clock::now()) {
    asio::steady_timer timer(co_await asio::this_coro::executor, deadline);
    const auto first =
        co_await (ask(handler, std::move(letter->request), deadline) ||
                  timer.async_wait(as_result));
    if (first.index() == 0) co_return std::get<0>(first);
  }
  co_return failure("timed out");
}

}  // namespace

struct Office::State {
  State(tcp::acceptor own, Handler handler, Patience patience)
      : acceptor(std::move(own)),
        handler(std::move(handler)),
        patience(patience),
        bell(acceptor.get_executor(), Deadline::max()),
        pause(acceptor.get_executor()) {}

  asio::awaitable<void> talk_with(Talk& talk) {
    std::string received;
    while (acceptor.is_open()) {
      talk.idle = true;
      const auto line = co_await read_line(talk.socket, received, patience.idle,
                                           patience.total);
      talk.idle = false;
      if (!acceptor.is_open()) break;
      const auto answer = co_await answer_of(handler, line) + '\n';
      co_await in_time(write(talk.socket, answer), after(patience.total));
    }
  }

  tcp::acceptor acceptor;
  Handler handler;
  Patience patience;
  std::list<Talk> talks;
  Deadline end = Deadline::max();  // of the grace
  asio::steady_timer bell;         // rings when a talk has ended, and at `end`
  asio::steady_timer pause;
};

Office::Office(tcp::acceptor acceptor, Handler handler, Patience patience)
    : state_(std::make_shared<State>(std::move(acceptor), std::move(handler),
                                     patience)) {}

asio::awaitable<void> Office::run() {
  const auto executor = co_await asio::this_coro::executor;
  const auto state = state_;
  auto& talks = state->talks;
  while (state->acceptor.is_open()) {
    auto [error, socket] = co_await state->acceptor.async_accept(as_result);
    if (!state->acceptor.is_open()) break;
    if (error) {
      // Out of descriptors, most likely: it passes, but not at once.
      state->pause.expires_after(std::chrono::milliseconds(100));
      co_await state->pause.async_wait(as_result);
      continue;
    }
    const auto talk = talks.emplace(talks.end(), std::move(socket));
    asio::co_spawn(
        executor, state->talk_with(*talk),
        asio::bind_cancellation_slot(talk->cut.slot(),
                                     [state, talk](const std::exception_ptr&) {
                                       state->talks.erase(talk);
                                       state->bell.cancel();
                                     }));
  }
  // The drain: wait for the last one, but not for ever.
  while (!talks.empty()) {
    if (Clock::now() >= state->end) {
      state->bell.expires_at(Deadline::max());
      for (auto& talk : talks) talk.cut.emit(asio::cancellation_type::terminal);
    }
    co_await state->bell.async_wait(as_result);
  }
}

void Office::drain(Clock::duration grace) {
  asio::error_code ignored;
  state_->acceptor.close(ignored);
  state_->pause.cancel();
  state_->end = std::min(state_->end, after(grace));
  // Wakes run(), if it waits there already, which then waits until `end`.
  state_->bell.expires_at(state_->end);
  // Not cancel(): a part of a line may have come in this very moment. No read
  // is pending then, and the next one would wait.
  for (auto& talk : state_->talks)
    if (talk.idle) talk.socket.close(ignored);
}

}  // namespace exo39
