// Has a second conversation, written for the server, and that knows no limit.
// breaks: "What is malformed, or longer than `longest_request`"
// step: 4
// lesson: whole-but-too-long
#include "server.hpp"

#include <array>
#include <asio/awaitable.hpp>
#include <asio/buffer.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <exception>
#include <list>
#include <memory>
#include <utility>
#include <workbook/asio.hpp>

namespace exo38 {

namespace {

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

asio::awaitable<std::string> answer_of(const Handler& handler,
                                       Request request) {
  try {
    co_return co_await handler(std::move(request));
  } catch (const std::exception& error) {
    co_return workbook::failure(error.what());
  } catch (...) {
    co_return workbook::failure("unknown failure");
  }
}

struct Talk {
  tcp::socket socket;
  bool idle = false;
  bool last = false;
};

asio::awaitable<void> talk_with(Talk& talk, const Handler& handler) {
  std::string received;
  std::array<char, 4096> piece;
  while (!talk.last) {
    auto front = workbook::front_of(received);
    const bool refused = front.malformed;
    if (refused || front.size) {
      std::string answer = workbook::failure("refused");
      if (!refused)
        answer = co_await answer_of(handler, std::move(front.request));
      received.erase(0, front.size);
      const auto [error, size] = co_await asio::async_write(
          talk.socket, asio::buffer(answer), as_result);
      if (error || refused) co_return;
    } else {
      talk.idle = true;
      const auto [error, size] =
          co_await talk.socket.async_read_some(asio::buffer(piece), as_result);
      talk.idle = false;
      if (error) co_return;
      received.append(piece.data(), size);
    }
  }
}

}  // namespace

struct Server::State {
  tcp::acceptor acceptor;
  Handler handler;
  std::size_t most;
  asio::steady_timer bell;
  asio::steady_timer pause;
  std::list<Talk> talks;
};

Server::Server(tcp::acceptor acceptor, Handler handler, std::size_t most) {
  asio::steady_timer bell(acceptor.get_executor(),
                          asio::steady_timer::time_point::max());
  asio::steady_timer pause(acceptor.get_executor());
  state_.reset(new State{std::move(acceptor),
                         std::move(handler),
                         most,
                         std::move(bell),
                         std::move(pause),
                         {}});
}

asio::awaitable<void> Server::run() {
  const auto state = state_;
  while (state->acceptor.is_open()) {
    if (state->talks.size() == state->most) {
      co_await state->bell.async_wait(as_result);
      continue;
    }
    auto [error, socket] = co_await state->acceptor.async_accept(as_result);
    if (!state->acceptor.is_open()) break;
    if (error) {
      state->pause.expires_after(accept_pause);
      co_await state->pause.async_wait(as_result);
      continue;
    }
    const auto talk =
        state->talks.insert(state->talks.end(), Talk{std::move(socket)});
    asio::co_spawn(state->acceptor.get_executor(),
                   talk_with(*talk, state->handler),
                   [state, talk](const std::exception_ptr&) {
                     state->talks.erase(talk);
                     state->bell.cancel();
                   });
  }
  while (!state->talks.empty()) co_await state->bell.async_wait(as_result);
}

void Server::stop() {
  state_->acceptor.close();
  state_->bell.cancel();
  state_->pause.cancel();
  for (auto& talk : state_->talks) {
    if (talk.idle) talk.socket.cancel();
    talk.last = true;
  }
}

}  // namespace exo38
