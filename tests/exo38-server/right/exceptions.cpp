// In the style of those who like exceptions: each read and write throws, and
// one catch stands where a conversation ends. The places are a channel that
// holds as many tokens; stop() is a cancellation signal for each read.
#include "server.hpp"

#include <asio/bind_cancellation_slot.hpp>
#include <asio/buffer.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/experimental/channel.hpp>
#include <asio/read_until.hpp>
#include <asio/steady_timer.hpp>
#include <asio/system_error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <exception>
#include <list>
#include <utility>
#include <workbook/asio.hpp>

namespace exo38 {

namespace {

using asio::use_awaitable;

struct NoRequest : std::exception {
  const char* what() const noexcept override { return "no request"; }
};

class Line {
 public:
  explicit Line(tcp::socket socket) : socket_(std::move(socket)) {}

  // Throws at the end of the line, and when what comes is no request.
  asio::awaitable<Request> request() {
    for (;;) {
      auto front = workbook::front_of(bytes_);
      if (front.malformed || front.size > longest_request) throw NoRequest();
      if (front.size > 0) {
        bytes_.erase(0, front.size);
        co_return std::move(front.request);
      }
      if (bytes_.size() > longest_request) throw NoRequest();
      const auto before = bytes_.size();
      bytes_.resize(before + 2'048);
      std::size_t size = 0;
      try {
        size = co_await socket_.async_read_some(
            asio::buffer(bytes_.data() + before, 2'048),
            asio::bind_cancellation_slot(silence_.slot(), use_awaitable));
      } catch (...) {
        bytes_.resize(before);
        throw;
      }
      bytes_.resize(before + size);
    }
  }

  asio::awaitable<void> say(const std::string& text) {
    co_await asio::async_write(socket_, asio::buffer(text), use_awaitable);
  }

  // Ends a read that is pending, and nothing else.
  void hush() { silence_.emit(asio::cancellation_type::terminal); }

  bool last = false;

 private:
  tcp::socket socket_;
  std::string bytes_;
  asio::cancellation_signal silence_;
};

asio::awaitable<std::string> safely(const Handler& handler, Request request) {
  std::string trouble = "trouble";
  try {
    co_return co_await handler(std::move(request));
  } catch (const std::exception& error) {
    trouble = error.what();
  } catch (...) {
  }
  co_return workbook::failure(trouble);
}

asio::awaitable<void> talk(Line& line, const Handler& handler) {
  bool refuse = false;
  try {
    while (!line.last) {
      auto request = co_await line.request();
      if (line.last) co_return;
      const auto answer = co_await safely(handler, std::move(request));
      co_await line.say(answer);
    }
  } catch (const NoRequest&) {
    refuse = true;
  } catch (const asio::system_error&) {
  }
  if (!refuse) co_return;
  try {
    const auto answer = workbook::failure("that is no request");
    co_await line.say(answer);
  } catch (const asio::system_error&) {
  }
}

asio::awaitable<void> wait(asio::steady_timer& timer) {
  try {
    co_await timer.async_wait(use_awaitable);
  } catch (const asio::system_error&) {
  }
}

// Gives a socket, or none if accept has failed.
asio::awaitable<std::optional<tcp::socket>> next(tcp::acceptor& acceptor) {
  try {
    co_return co_await acceptor.async_accept(use_awaitable);
  } catch (const asio::system_error&) {
    co_return std::nullopt;
  }
}

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler) {
  Line line(std::move(socket));
  co_await talk(line, handler);
}

asio::awaitable<void> serve(tcp::acceptor& acceptor, Handler handler) {
  const auto executor = co_await asio::this_coro::executor;
  while (acceptor.is_open()) {
    auto socket = co_await next(acceptor);
    if (socket) {
      asio::co_spawn(executor, converse(std::move(*socket), handler),
                     asio::detached);
    } else if (acceptor.is_open()) {
      asio::steady_timer pause(executor, accept_pause);
      co_await wait(pause);
    }
  }
}

namespace {

using Tokens = asio::experimental::channel<void(asio::error_code, bool)>;

asio::awaitable<void> converse_and_give_back(tcp::socket socket,
                                             Handler handler,
                                             std::shared_ptr<Tokens> tokens) {
  co_await converse(std::move(socket), std::move(handler));
  tokens->try_send(asio::error_code(), true);
}

}  // namespace

asio::awaitable<void> serve_at_most(tcp::acceptor& acceptor, Handler handler,
                                    std::size_t most) {
  const auto executor = co_await asio::this_coro::executor;
  const auto tokens = std::make_shared<Tokens>(executor, most);
  for (std::size_t i = 0; i < most; ++i)
    tokens->try_send(asio::error_code(), true);
  bool have_one = false;
  while (acceptor.is_open()) {
    if (!have_one) have_one = co_await tokens->async_receive(use_awaitable);
    auto socket = co_await next(acceptor);
    if (socket) {
      have_one = false;
      asio::co_spawn(
          executor, converse_and_give_back(std::move(*socket), handler, tokens),
          asio::detached);
    } else if (acceptor.is_open()) {
      asio::steady_timer pause(executor, accept_pause);
      co_await wait(pause);
    }
  }
}

struct Server::State {
  State(tcp::acceptor own, Handler handler, std::size_t most)
      : acceptor(std::move(own)),
        handler(std::move(handler)),
        most(most),
        something(acceptor.get_executor()),
        pause(acceptor.get_executor()) {}
  tcp::acceptor acceptor;
  Handler handler;
  std::size_t most;
  std::list<Line> lines;
  asio::steady_timer something;
  asio::steady_timer pause;

  asio::awaitable<void> something_happens() {
    something.expires_at(asio::steady_timer::time_point::max());
    return wait(something);
  }
};

Server::Server(tcp::acceptor acceptor, Handler handler, std::size_t most)
    : state_(std::make_shared<State>(std::move(acceptor), std::move(handler),
                                     most)) {}

asio::awaitable<void> Server::run() {
  const auto executor = co_await asio::this_coro::executor;
  auto state = state_;
  while (state->acceptor.is_open()) {
    if (state->lines.size() >= state->most) {
      co_await state->something_happens();
      continue;
    }
    auto socket = co_await next(state->acceptor);
    if (!state->acceptor.is_open()) break;
    if (!socket) {
      state->pause.expires_after(accept_pause);
      co_await wait(state->pause);
      continue;
    }
    state->lines.emplace_back(std::move(*socket));
    const auto line = std::prev(state->lines.end());
    asio::co_spawn(executor, talk(*line, state->handler),
                   [state, line](const std::exception_ptr&) {
                     state->lines.erase(line);
                     state->something.cancel();
                   });
  }
  while (!state->lines.empty()) co_await state->something_happens();
}

void Server::stop() {
  if (!state_->acceptor.is_open()) return;
  state_->acceptor.close();
  state_->something.cancel();
  state_->pause.cancel();
  for (auto& line : state_->lines) {
    line.last = true;
    line.hush();
  }
}

}  // namespace exo38
