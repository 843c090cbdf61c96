#include "server.hpp"

#include <array>
#include <asio/buffer.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <exception>
#include <list>
#include <string_view>
#include <utility>
#include <workbook/asio.hpp>

namespace exo38 {

namespace {

// On a network, errors are no exceptions: they are what happens.
constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

// A conversation, and what somebody who wants it to end must know of it.
struct Talk {
  explicit Talk(tcp::socket own) : socket(std::move(own)) {
    // Else a second short answer waits until the client has acknowledged the
    // first one, which it may put off for 40 ms (Nagle's algorithm). With an
    // error code, because some systems refuse it once the client has gone.
    asio::error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
  }

  tcp::socket socket;
  bool idle = false;  // it waits for bytes, and owes no answer
  bool last = false;  // no request after this one

  void finish() {
    last = true;
    // Only a read is pending, so that is all this cancels.
    asio::error_code ignored;
    if (idle) socket.cancel(ignored);
  }
};

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

asio::awaitable<void> talk_with(Talk& talk, const Handler& handler) {
  std::string received;
  std::array<char, 4096> piece;
  while (!talk.last) {
    // All that is whole is handled before anything more is read. So a client
    // that does not read is not read either: the network makes it wait.
    auto front = workbook::front_of(received);
    std::string answer;
    if (front.malformed || (!front.size && received.size() > longest_request) ||
        front.size > longest_request) {
      answer = workbook::failure("this is not a request, or too long a one");
      talk.last = true;
    } else if (front.size) {
      received.erase(0, front.size);
      answer = co_await answer_of(handler, std::move(front.request));
    }
    if (!answer.empty()) {
      // async_write, and not async_write_some: the network may take a part.
      const auto [error, size] = co_await asio::async_write(
          talk.socket, asio::buffer(answer), as_result);
      if (error) co_return;
      continue;
    }
    if (front.size) continue;
    talk.idle = true;
    const auto [error, size] =
        co_await talk.socket.async_read_some(asio::buffer(piece), as_result);
    talk.idle = false;
    // The end of what it sends is no reason to hurry: everything whole has been
    // answered before.
    if (error) co_return;
    received.append(piece.data(), size);
  }
}

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler) {
  Talk talk(std::move(socket));
  co_await talk_with(talk, handler);
}

asio::awaitable<void> serve(tcp::acceptor& acceptor, Handler handler) {
  const auto executor = co_await asio::this_coro::executor;
  asio::steady_timer pause(executor);
  while (acceptor.is_open()) {
    auto [error, socket] = co_await acceptor.async_accept(as_result);
    if (!error) {
      asio::co_spawn(executor, converse(std::move(socket), handler),
                     asio::detached);
    } else if (acceptor.is_open()) {
      // Out of descriptors, most likely. Whoever ends a conversation gives one
      // back; asking again at once would only keep the thread busy.
      pause.expires_after(accept_pause);
      co_await pause.async_wait(as_result);
    }
  }
}

namespace {

// The conversations outlive serve_at_most, and so do their places.
struct Places {
  Places(const asio::any_io_executor& executor, std::size_t most)
      : free(most),
        given_back(executor, asio::steady_timer::time_point::max()) {}
  std::size_t free;
  asio::steady_timer given_back;  // a bell: it is only ever cancelled
};

}  // namespace

asio::awaitable<void> serve_at_most(tcp::acceptor& acceptor, Handler handler,
                                    std::size_t most) {
  const auto executor = co_await asio::this_coro::executor;
  const auto places = std::make_shared<Places>(executor, most);
  asio::steady_timer pause(executor);
  while (acceptor.is_open()) {
    // A place first, then the client: whoever is accepted is served.
    if (places->free == 0) {
      co_await places->given_back.async_wait(as_result);
      continue;
    }
    auto [error, socket] = co_await acceptor.async_accept(as_result);
    if (!error) {
      --places->free;
      asio::co_spawn(executor, converse(std::move(socket), handler),
                     [places](const std::exception_ptr&) {
                       ++places->free;
                       places->given_back.cancel();
                     });
    } else if (acceptor.is_open()) {
      pause.expires_after(accept_pause);
      co_await pause.async_wait(as_result);
    }
  }
}

struct Server::State {
  State(tcp::acceptor acceptor, Handler handler, std::size_t most)
      : acceptor(std::move(acceptor)),
        handler(std::move(handler)),
        most(most),
        bell(this->acceptor.get_executor(),
             asio::steady_timer::time_point::max()),
        pause(this->acceptor.get_executor()) {}

  tcp::acceptor acceptor;
  Handler handler;
  std::size_t most;
  std::list<Talk> talks;
  asio::steady_timer bell;  // rings when a talk has ended, and at stop()
  asio::steady_timer pause;
};

Server::Server(tcp::acceptor acceptor, Handler handler, std::size_t most)
    : state_(std::make_shared<State>(std::move(acceptor), std::move(handler),
                                     most)) {}

asio::awaitable<void> Server::run() {
  const auto executor = co_await asio::this_coro::executor;
  const auto state = state_;
  const auto& acceptor = state->acceptor;
  while (acceptor.is_open()) {
    if (state->talks.size() == state->most) {
      co_await state->bell.async_wait(as_result);
      continue;
    }
    auto [error, socket] = co_await state->acceptor.async_accept(as_result);
    if (!acceptor.is_open()) break;
    if (error) {
      state->pause.expires_after(accept_pause);
      co_await state->pause.async_wait(as_result);
      continue;
    }
    const auto talk =
        state->talks.emplace(state->talks.end(), std::move(socket));
    asio::co_spawn(executor, talk_with(*talk, state->handler),
                   [state, talk](const std::exception_ptr&) {
                     state->talks.erase(talk);
                     state->bell.cancel();
                   });
  }
  while (!state->talks.empty()) co_await state->bell.async_wait(as_result);
}

void Server::stop() {
  asio::error_code ignored;
  state_->acceptor.close(ignored);
  state_->bell.cancel();
  state_->pause.cancel();
  for (auto& talk : state_->talks) talk.finish();
}

}  // namespace exo38
