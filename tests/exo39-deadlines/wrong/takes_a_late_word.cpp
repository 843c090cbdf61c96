// What the handler says when it is cancelled is an answer, too.
// breaks: "At that moment the handler is cancelled, and the client is answered
//   by a line that begins with "-ERR"."
// step: 4
// lesson: works-for-nobody
#include "deadlines.hpp"

#include <algorithm>
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

asio::awaitable<void> in_time(asio::awaitable<asio::error_code> work,
                              Deadline deadline) {
  asio::steady_timer timer(co_await asio::this_coro::executor, deadline);
  const auto first = co_await (std::move(work) || timer.async_wait(as_result));
  asio::error_code error;
  if (first.index() == 0) {
    error = std::get<0>(first);
  } else {
    error = std::get<0>(std::get<1>(first));
    if (!error) error = asio::error::timed_out;
  }
  if (error) throw asio::system_error(error);
}

asio::awaitable<asio::error_code> write(tcp::socket& socket,
                                        const std::string& line) {
  const auto [error, size] =
      co_await asio::async_write(socket, asio::buffer(line), as_result);
  co_return error;
}

struct Talk {
  explicit Talk(tcp::socket own) : socket(std::move(own)) {}
  tcp::socket socket;
  bool idle = false;
  asio::cancellation_signal cut;
};

std::string failure(const std::string& why) { return "-ERR " + why; }

asio::awaitable<void> ask(const Handler& handler, std::string request,
                          Deadline deadline, std::string& answer) {
  try {
    answer = co_await handler(std::move(request), deadline);
  } catch (const std::exception& error) {
    answer = failure(error.what());
  } catch (...) {
    answer = failure("unknown failure");
  }
}

asio::awaitable<std::string> answer_of(const Handler& handler,
                                       const std::string& line) {
  auto letter = workbook::letter_of(line);
  if (!letter) co_return failure("this is no letter");
  const auto deadline = after(letter->left);
  if (deadline > Clock::now()) {
    asio::steady_timer timer(co_await asio::this_coro::executor, deadline);
    std::string answer;
    co_await (ask(handler, std::move(letter->request), deadline, answer) ||
              timer.async_wait(as_result));
    co_return answer;
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
  Deadline end = Deadline::max();
  asio::steady_timer bell;
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
  state_->bell.expires_at(state_->end);
  for (auto& talk : state_->talks)
    if (talk.idle) talk.socket.close(ignored);
}

}  // namespace exo39
