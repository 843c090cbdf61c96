// Two coroutines for each client: one reads and fills a basket of requests, one
// empties it and writes. The basket is small, so that the reader waits for the
// writer, and the network for the reader.
#include "server.hpp"

#include <array>
#include <asio/buffer.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <deque>
#include <exception>
#include <memory>
#include <optional>
#include <utility>
#include <vector>
#include <workbook/asio.hpp>

namespace exo38 {

namespace {

using namespace asio::experimental::awaitable_operators;

constexpr auto quietly = asio::as_tuple(asio::use_awaitable);

// Somebody waits, somebody rings.
class Bell {
 public:
  explicit Bell(const asio::any_io_executor& executor)
      : timer_(executor, asio::steady_timer::time_point::max()) {}
  void ring() { timer_.cancel(); }
  asio::awaitable<void> rings() { co_await timer_.async_wait(quietly); }

 private:
  asio::steady_timer timer_;
};

class Client {
 public:
  Client(tcp::socket socket, const Handler& handler)
      : socket_(std::move(socket)),
        handler_(handler),
        bell_(socket_.get_executor()) {}

  asio::awaitable<void> talk() { co_await (read() && write()); }

  void last_answer() {
    last_ = true;
    // The write may be under way: only what is to be read is given up.
    asio::error_code ignored;
    if (!writing_) socket_.shutdown(tcp::socket::shutdown_receive, ignored);
    bell_.ring();
  }

 private:
  // A request, or nothing for what is none.
  using Item = std::optional<Request>;

  asio::awaitable<void> read() {
    std::array<char, 512> piece;
    std::string bytes;
    while (!last_ && !broken_) {
      auto front = workbook::front_of(bytes);
      if (front.malformed || front.size > longest_request ||
          (front.size == 0 && bytes.size() > longest_request)) {
        basket_.push_back(std::nullopt);
        break;
      }
      if (front.size > 0) {
        bytes.erase(0, front.size);
        basket_.push_back(std::move(front.request));
        bell_.ring();
        // One in hand, and none in the basket.
        while ((!basket_.empty() || writing_) && !last_ && !broken_)
          co_await bell_.rings();
        continue;
      }
      const auto [error, size] =
          co_await socket_.async_read_some(asio::buffer(piece), quietly);
      if (error) break;
      bytes.append(piece.data(), size);
    }
    ended_ = true;
    bell_.ring();
  }

  asio::awaitable<void> write() {
    for (;;) {
      while (basket_.empty() && !ended_ && !last_) co_await bell_.rings();
      if (basket_.empty() || last_) break;
      writing_ = true;
      auto item = std::move(basket_.front());
      basket_.pop_front();
      std::string answer = workbook::failure("that was no request");
      if (item) {
        std::exception_ptr error;
        try {
          answer = co_await handler_(std::move(*item));
        } catch (const std::exception& known) {
          answer = workbook::failure(known.what());
        } catch (...) {
        }
      }
      const auto [error, size] =
          co_await asio::async_write(socket_, asio::buffer(answer), quietly);
      writing_ = false;
      if (error || !item || last_) break;
      bell_.ring();
    }
    broken_ = true;
    // Whatever the other one is waiting for, it has waited long enough.
    asio::error_code ignored;
    socket_.shutdown(tcp::socket::shutdown_both, ignored);
    socket_.cancel(ignored);
    bell_.ring();
  }

  tcp::socket socket_;
  const Handler& handler_;
  Bell bell_;
  std::deque<Item> basket_;
  bool writing_ = false;
  bool ended_ = false;
  bool broken_ = false;
  bool last_ = false;
};

// All those who are being served.
struct Guests {
  Guests(const asio::any_io_executor& executor, Handler handler)
      : handler(std::move(handler)), bell(executor) {}
  Handler handler;
  Bell bell;
  std::vector<Client*> clients;
  std::size_t count = 0;
};

asio::awaitable<void> host(std::shared_ptr<Guests> guests, tcp::socket socket) {
  Client client(std::move(socket), guests->handler);
  guests->clients.push_back(&client);
  co_await client.talk();
  std::erase(guests->clients, &client);
  --guests->count;
  guests->bell.ring();
}

asio::awaitable<void> welcome(tcp::acceptor& acceptor,
                              std::shared_ptr<Guests> guests, std::size_t most,
                              asio::steady_timer& pause) {
  const auto executor = co_await asio::this_coro::executor;
  while (acceptor.is_open()) {
    if (guests->count >= most) {
      co_await guests->bell.rings();
      continue;
    }
    auto [error, socket] = co_await acceptor.async_accept(quietly);
    if (!acceptor.is_open()) break;
    if (error) {
      pause.expires_after(accept_pause);
      co_await pause.async_wait(quietly);
      continue;
    }
    ++guests->count;
    asio::co_spawn(executor, host(guests, std::move(socket)), asio::detached);
  }
}

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler) {
  Client client(std::move(socket), handler);
  co_await client.talk();
}

asio::awaitable<void> serve(tcp::acceptor& acceptor, Handler handler) {
  co_await serve_at_most(acceptor, std::move(handler),
                         static_cast<std::size_t>(-1));
}

asio::awaitable<void> serve_at_most(tcp::acceptor& acceptor, Handler handler,
                                    std::size_t most) {
  const auto executor = co_await asio::this_coro::executor;
  const auto guests = std::make_shared<Guests>(executor, std::move(handler));
  asio::steady_timer pause(executor);
  co_await welcome(acceptor, guests, most, pause);
}

struct Server::State {
  State(tcp::acceptor own, Handler handler, std::size_t most)
      : acceptor(std::move(own)),
        most(most),
        guests(std::make_shared<Guests>(acceptor.get_executor(),
                                        std::move(handler))),
        pause(acceptor.get_executor()) {}
  tcp::acceptor acceptor;
  std::size_t most;
  std::shared_ptr<Guests> guests;
  asio::steady_timer pause;
};

Server::Server(tcp::acceptor acceptor, Handler handler, std::size_t most)
    : state_(std::make_shared<State>(std::move(acceptor), std::move(handler),
                                     most)) {}

asio::awaitable<void> Server::run() {
  const auto state = state_;
  co_await welcome(state->acceptor, state->guests, state->most, state->pause);
  while (state->guests->count > 0) co_await state->guests->bell.rings();
}

void Server::stop() {
  state_->acceptor.close();
  state_->pause.cancel();
  state_->guests->bell.ring();
  for (Client* client : state_->guests->clients) client->last_answer();
}

}  // namespace exo38
