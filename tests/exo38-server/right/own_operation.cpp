// One small machine without coroutines does all the talking: an operation of
// its own, async_converse, which takes any completion token. The rest is built
// on it. A place is a token in a queue of those who wait for one.
#include "server.hpp"

#include <array>
#include <asio/async_result.hpp>
#include <asio/buffer.hpp>
#include <asio/co_spawn.hpp>
#include <asio/compose.hpp>
#include <asio/coroutine.hpp>
#include <asio/detached.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <exception>
#include <memory>
#include <unordered_map>
#include <utility>
#include <workbook/asio.hpp>

namespace exo38 {

namespace {

constexpr auto no_throw = asio::as_tuple(asio::use_awaitable);

// What one conversation knows.
struct Desk {
  Desk(tcp::socket socket, Handler handler)
      : socket(std::move(socket)), handler(std::move(handler)) {}
  tcp::socket socket;
  Handler handler;
  std::string received;
  std::string answer;
  std::array<char, 3000> piece;
  enum { reads, works } doing = works;
  bool closing = false;
};

#include <asio/yield.hpp>

// The body of async_converse: a stackless coroutine of Asio, called again after
// each step.
class Conversation : asio::coroutine {
 public:
  explicit Conversation(std::shared_ptr<Desk> desk) : desk_(std::move(desk)) {}

  template <class Self>
  void operator()(Self& self, std::exception_ptr error, std::string text) {
    desk_->answer = std::move(text);
    if (error) {
      try {
        std::rethrow_exception(error);
      } catch (const std::exception& known) {
        desk_->answer = workbook::failure(known.what());
      } catch (...) {
        desk_->answer = workbook::failure("it did not work");
      }
    }
    (*this)(self);
  }

  template <class Self>
  void operator()(Self& self, asio::error_code error = {},
                  std::size_t size = 0) {
    auto& desk = *desk_;
    workbook::Front front;
    reenter(*this) {
      while (!desk.closing) {
        front = workbook::front_of(desk.received);
        if (front.malformed || front.size > longest_request ||
            (!front.size && desk.received.size() > longest_request)) {
          desk.answer = workbook::failure("no such request");
          desk.closing = true;
        } else if (front.size) {
          desk.received.erase(0, front.size);
          yield {
            auto& handler = desk.handler;
            asio::co_spawn(desk.socket.get_executor(),
                           handler(std::move(front.request)), std::move(self));
          }
        } else {
          desk.doing = Desk::reads;
          yield desk.socket.async_read_some(asio::buffer(desk.piece),
                                            std::move(self));
          desk.doing = Desk::works;
          if (error) break;
          desk.received.append(desk.piece.data(), size);
          continue;
        }
        yield asio::async_write(desk.socket, asio::buffer(desk.answer),
                                std::move(self));
        if (error) break;
      }
      desk.socket.close(error);
      self.complete();
    }
  }

 private:
  std::shared_ptr<Desk> desk_;
};

#include <asio/unyield.hpp>

template <class Token>
auto async_converse(std::shared_ptr<Desk> desk, Token&& token) {
  auto& socket = desk->socket;
  return asio::async_compose<Token, void()>(Conversation(std::move(desk)),
                                            token, socket);
}

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler) {
  const auto desk =
      std::make_shared<Desk>(std::move(socket), std::move(handler));
  co_await async_converse(desk, asio::use_awaitable);
}

namespace {

// Accepts into desks, as many as there may be. Owns nothing of the caller's
// once it has ended.
struct Hall {
  Hall(const asio::any_io_executor& executor, Handler handler, std::size_t most)
      : handler(std::move(handler)),
        most(most),
        news(executor, asio::steady_timer::time_point::max()),
        rest(executor) {}
  Handler handler;
  std::size_t most;
  asio::steady_timer news;
  asio::steady_timer rest;
  std::unordered_map<Desk*, std::shared_ptr<Desk>> desks;
};

asio::awaitable<void> receive(tcp::acceptor& acceptor,
                              std::shared_ptr<Hall> hall) {
  while (acceptor.is_open()) {
    if (hall->desks.size() >= hall->most) {
      co_await hall->news.async_wait(no_throw);
      continue;
    }
    auto [error, socket] = co_await acceptor.async_accept(no_throw);
    if (!acceptor.is_open()) break;
    if (error) {
      hall->rest.expires_after(accept_pause);
      co_await hall->rest.async_wait(no_throw);
      continue;
    }
    auto desk = std::make_shared<Desk>(std::move(socket), hall->handler);
    hall->desks[desk.get()] = desk;
    async_converse(desk, [hall, known = desk.get()] {
      hall->desks.erase(known);
      hall->news.cancel();
    });
  }
}

}  // namespace

asio::awaitable<void> serve(tcp::acceptor& acceptor, Handler handler) {
  const auto everybody = static_cast<std::size_t>(-1);
  return serve_at_most(acceptor, std::move(handler), everybody);
}

asio::awaitable<void> serve_at_most(tcp::acceptor& acceptor, Handler handler,
                                    std::size_t most) {
  const auto executor = co_await asio::this_coro::executor;
  const auto hall = std::make_shared<Hall>(executor, std::move(handler), most);
  co_await receive(acceptor, hall);
}

struct Server::State {
  tcp::acceptor acceptor;
  std::shared_ptr<Hall> hall;
};

Server::Server(tcp::acceptor acceptor, Handler handler, std::size_t most) {
  const auto executor = acceptor.get_executor();
  state_.reset(
      new State{std::move(acceptor),
                std::make_shared<Hall>(executor, std::move(handler), most)});
}

asio::awaitable<void> Server::run() {
  const auto state = state_;
  auto& hall = *state->hall;
  co_await receive(state->acceptor, state->hall);
  while (!hall.desks.empty()) co_await hall.news.async_wait(no_throw);
}

void Server::stop() {
  state_->acceptor.close();
  auto& hall = *state_->hall;
  hall.news.cancel();
  hall.rest.cancel();
  for (auto& [key, desk] : hall.desks) {
    desk->closing = true;
    if (desk->doing == Desk::reads) desk->socket.cancel();
  }
}

}  // namespace exo38
