// No coroutine of its own: sessions and acceptors that call themselves back,
// as Asio was written for its first fifteen years. The four functions hand out
// awaitables of operations made with async_initiate.
#include "server.hpp"

#include <array>
#include <asio/any_io_executor.hpp>
#include <asio/async_result.hpp>
#include <asio/buffer.hpp>
#include <asio/co_spawn.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <exception>
#include <functional>
#include <memory>
#include <set>
#include <utility>

namespace exo38 {

namespace {

class Session : public std::enable_shared_from_this<Session> {
 public:
  using Over = std::function<void()>;

  Session(tcp::socket socket, Handler handler, Over over)
      : socket_(std::move(socket)),
        handler_(std::move(handler)),
        over_(std::move(over)) {}

  void look() {
    if (last_) return end();
    auto front = workbook::front_of(received_);
    const bool endless = !front.size && received_.size() > longest_request;
    if (front.malformed || endless || front.size > longest_request) {
      last_ = true;
      return answer(workbook::failure("not understood"));
    }
    if (!front.size) return read();
    received_.erase(0, front.size);
    asio::co_spawn(socket_.get_executor(), handler_(std::move(front.request)),
                   [self = shared_from_this()](const std::exception_ptr& error,
                                               std::string text) {
                     self->answer(error ? refusal(error) : std::move(text));
                   });
  }

  void finish() {
    last_ = true;
    if (reading_) socket_.cancel();
  }

 private:
  static std::string refusal(const std::exception_ptr& error) {
    try {
      std::rethrow_exception(error);
    } catch (const std::exception& known) {
      return workbook::failure(known.what());
    } catch (...) {
      return workbook::failure("failed");
    }
  }

  void read() {
    reading_ = true;
    socket_.async_read_some(
        asio::buffer(piece_),
        [self = shared_from_this()](asio::error_code error, std::size_t size) {
          self->reading_ = false;
          if (error) return self->end();
          self->received_.append(self->piece_.data(), size);
          self->look();
        });
  }

  void answer(std::string text) {
    answer_ = std::move(text);
    asio::async_write(
        socket_, asio::buffer(answer_),
        [self = shared_from_this()](asio::error_code error, std::size_t) {
          if (error) return self->end();
          self->look();
        });
  }

  void end() {
    asio::error_code ignored;
    socket_.close(ignored);
    std::exchange(over_, [] {})();
  }

  tcp::socket socket_;
  Handler handler_;
  Over over_;
  std::string received_;
  std::string answer_;
  std::array<char, 1024> piece_;
  bool reading_ = false;
  bool last_ = false;
};

// Accepts for as long as `acceptor` is open and there is a place.
class Door : public std::enable_shared_from_this<Door> {
 public:
  Door(tcp::acceptor& acceptor, Handler handler, std::size_t most,
       bool waits_for_all, std::function<void()> over)
      : acceptor_(acceptor),
        handler_(std::move(handler)),
        most_(most),
        waits_for_all_(waits_for_all),
        pause_(acceptor.get_executor()),
        over_(std::move(over)) {}

  void open() {
    if (!over_) return;
    if (!acceptor_.is_open()) return leave();
    if (busy_ || sessions_.size() >= most_) return;
    busy_ = true;
    acceptor_.async_accept([self = shared_from_this()](asio::error_code error,
                                                       tcp::socket socket) {
      if (!self->over_) return;
      if (error && self->acceptor_.is_open()) return self->rest();
      self->busy_ = false;
      if (self->acceptor_.is_open()) self->begin(std::move(socket));
      self->open();
    });
  }

  void close() {
    pause_.cancel();
    for (const auto& known : std::set(sessions_))
      if (const auto session = known.lock()) session->finish();
    open();
  }

 private:
  // Once over_ is called, the acceptor may be gone.
  void leave() {
    if (waits_for_all_ && !sessions_.empty()) return;
    std::exchange(over_, nullptr)();
  }

  void rest() {
    pause_.expires_after(accept_pause);
    pause_.async_wait([self = shared_from_this()](asio::error_code) {
      self->busy_ = false;
      self->open();
    });
  }

  void begin(tcp::socket socket) {
    const auto known = std::make_shared<std::weak_ptr<Session>>();
    auto session = std::make_shared<Session>(
        std::move(socket), handler_, [self = shared_from_this(), known] {
          self->sessions_.erase(*known);
          self->open();
        });
    *known = session;
    sessions_.insert(session);
    session->look();
  }

  tcp::acceptor& acceptor_;
  Handler handler_;
  const std::size_t most_;
  const bool waits_for_all_;
  asio::steady_timer pause_;
  std::function<void()> over_;
  // A session owns the door, which it calls at its end. So the door owns no
  // session: neither would ever be destroyed.
  std::set<std::weak_ptr<Session>, std::owner_less<>> sessions_;
  bool busy_ = false;  // it accepts, or rests
};

// Starts something, and ends when it calls back.
template <class Start>
asio::awaitable<void> until_over(Start start) {
  auto initiation = [&start](auto handler) {
    // std::function copies what it holds, and handlers cannot be copied.
    auto shared = std::make_shared<decltype(handler)>(std::move(handler));
    start([shared] { std::move (*shared)(); });
  };
  co_await asio::async_initiate<const asio::use_awaitable_t<>&, void()>(
      initiation, asio::use_awaitable);
}

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler) {
  co_await until_over([&](Session::Over over) {
    std::make_shared<Session>(std::move(socket), std::move(handler),
                              std::move(over))
        ->look();
  });
}

asio::awaitable<void> serve(tcp::acceptor& acceptor, Handler handler) {
  return serve_at_most(acceptor, std::move(handler),
                       static_cast<std::size_t>(-1));
}

asio::awaitable<void> serve_at_most(tcp::acceptor& acceptor, Handler handler,
                                    std::size_t most) {
  co_await until_over([&](std::function<void()> over) {
    std::make_shared<Door>(acceptor, handler, most, false, std::move(over))
        ->open();
  });
}

struct Server::State {
  tcp::acceptor acceptor;
  Handler handler;
  std::size_t most;
  std::weak_ptr<Door> door;
};

Server::Server(tcp::acceptor acceptor, Handler handler, std::size_t most)
    : state_(new State{std::move(acceptor), std::move(handler), most, {}}) {}

asio::awaitable<void> Server::run() {
  const auto state = state_;
  co_await until_over([&](std::function<void()> over) {
    const auto door = std::make_shared<Door>(
        state->acceptor, state->handler, state->most, true, std::move(over));
    state->door = door;
    door->open();
  });
}

void Server::stop() {
  state_->acceptor.close();
  if (const auto door = state_->door.lock()) door->close();
}

}  // namespace exo38
