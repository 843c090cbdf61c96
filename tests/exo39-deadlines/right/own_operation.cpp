// Callbacks, and an operation of its own, which takes any completion token:
// async_in_time starts an operation on a socket and ends it at a deadline. Its
// alarm may ring when all is over, and does nothing then: a flag says so. An
// office is callbacks from end to end.
#include "deadlines.hpp"

#include <algorithm>
#include <array>
#include <asio/bind_cancellation_slot.hpp>
#include <asio/buffer.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/compose.hpp>
#include <asio/post.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <exception>
#include <set>
#include <utility>
#include <workbook/asio.hpp>

namespace exo39 {

namespace {

struct Alarm {
  Alarm(tcp::socket& socket, Deadline deadline)
      : timer(socket.get_executor(), deadline) {}
  asio::steady_timer timer;
  bool rang = false;
  bool over = false;
};

template <class Start>
struct InTime {
  tcp::socket& socket;
  Deadline deadline;
  Start start;
  std::shared_ptr<Alarm> alarm;

  template <class Self>
  void operator()(Self& self) {
    alarm = std::make_shared<Alarm>(socket, deadline);
    alarm->timer.async_wait(
        [alarm = alarm, &socket = socket](asio::error_code error) {
          if (error || alarm->over) return;
          alarm->rang = true;
          socket.cancel();
        });
    auto begin = start;
    begin(std::move(self));
  }

  template <class Self>
  void operator()(Self& self, asio::error_code error, std::size_t size = 0) {
    alarm->over = true;
    alarm->timer.cancel();
    if (alarm->rang && error == asio::error::operation_aborted)
      error = asio::error::timed_out;
    self.complete(error, size);
  }
};

// start(handler) starts an operation on the socket.
template <class Start, class Token>
auto async_in_time(tcp::socket& socket, Deadline deadline, Start start,
                   Token&& token) {
  return asio::async_compose<Token, void(asio::error_code, std::size_t)>(
      InTime<Start>{socket, deadline, std::move(start), nullptr}, token,
      socket);
}

template <class Token>
auto async_connect_by(tcp::socket& socket, tcp::endpoint endpoint,
                      Deadline deadline, Token&& token) {
  const auto start = [&socket, endpoint](auto handler) {
    socket.async_connect(endpoint, std::move(handler));
  };
  return async_in_time(socket, deadline, start, std::forward<Token>(token));
}

template <class Token>
auto async_write_by(tcp::socket& socket, const std::string& line,
                    Deadline deadline, Token&& token) {
  const auto start = [&socket, &line](auto handler) {
    asio::async_write(socket, asio::buffer(line), std::move(handler));
  };
  return async_in_time(socket, deadline, start, std::forward<Token>(token));
}

// Reads behind what is in `received` already.
template <class Token>
auto async_read_by(tcp::socket& socket, asio::mutable_buffer space,
                   Deadline deadline, Token&& token) {
  const auto start = [&socket, space](auto handler) {
    socket.async_read_some(space, std::move(handler));
  };
  return async_in_time(socket, deadline, start, std::forward<Token>(token));
}

// Reads a line; its value is the line's size, the end not counted.
struct ReadLine {
  tcp::socket& socket;
  std::string& received;
  Clock::duration idle;
  Deadline deadline;
  std::size_t used = 0;

  template <class Self>
  void operator()(Self& self) {
    read(self);
  }

  template <class Self>
  void operator()(Self& self, asio::error_code error, std::size_t size) {
    received.resize(used + size);
    if (error) return self.complete(error, 0);
    read(self);
  }

 private:
  template <class Self>
  void read(Self& self) {
    const auto end = received.find('\n');
    used = received.size();
    if (end < longest_line || used >= longest_line) {
      asio::error_code error;
      if (end >= longest_line) error = asio::error::message_size;
      return asio::post(socket.get_executor(),
                        [self = std::move(self), error, end]() mutable {
                          self.complete(error, end);
                        });
    }
    received.resize(longest_line);
    const auto space = asio::buffer(received) + used;
    const auto until = std::min(deadline, after(idle));
    async_read_by(socket, space, until, std::move(self));
  }
};

template <class Token>
auto async_read_line(tcp::socket& socket, std::string& received,
                     Clock::duration idle, Deadline deadline, Token&& token) {
  return asio::async_compose<Token, void(asio::error_code, std::size_t)>(
      ReadLine{socket, received, idle, deadline}, token, socket);
}

std::string cut_off(std::string& received, std::size_t size) {
  const auto line = received.substr(0, size);
  received.erase(0, size + 1);
  return line;
}

}  // namespace

asio::awaitable<tcp::socket> connect_within(tcp::endpoint endpoint,
                                            Clock::duration within) {
  const auto deadline = after(within);
  tcp::socket socket(co_await asio::this_coro::executor);
  co_await async_connect_by(socket, endpoint, deadline, asio::use_awaitable);
  co_return socket;
}

asio::awaitable<std::string> read_line(tcp::socket& socket,
                                       std::string& received,
                                       Clock::duration idle,
                                       Clock::duration total) {
  const auto size = co_await async_read_line(socket, received, idle,
                                             after(total), asio::use_awaitable);
  co_return cut_off(received, size);
}

asio::awaitable<std::string> call(Link& link, std::string request,
                                  Deadline deadline) {
  if (Clock::now() >= deadline)
    throw asio::system_error(asio::error::timed_out);
  tcp::socket socket(co_await asio::this_coro::executor);
  std::string received;
  if (link.socket) {
    socket = std::move(*link.socket);
    received = std::move(link.received);
    link.socket.reset();
  } else {
    co_await async_connect_by(socket, link.office, deadline,
                              asio::use_awaitable);
  }
  const auto left =
      std::chrono::floor<std::chrono::milliseconds>(deadline - Clock::now());
  const std::string line = workbook::line_of({left, std::move(request)});
  co_await async_write_by(socket, line, deadline, asio::use_awaitable);
  const auto size = co_await async_read_line(
      socket, received, Clock::duration::max(), deadline, asio::use_awaitable);
  auto answer = cut_off(received, size);
  link.socket.emplace(std::move(socket));
  link.received = std::move(received);
  co_return answer;
}

namespace {

class Visit;

// What all the visits share.
struct Desk {
  Handler handler;
  Patience patience;
  bool draining = false;
  std::set<Visit*> visits;  // what each waits for keeps it alive
  std::function<void()> empty = [] {};
};

class Visit : public std::enable_shared_from_this<Visit> {
 public:
  Visit(tcp::socket socket, std::shared_ptr<Desk> desk)
      : socket_(std::move(socket)),
        timer_(socket_.get_executor()),
        desk_(std::move(desk)) {}

  void read() {
    if (desk_->draining || cut_) return leave();
    reading_ = true;
    async_read_line(
        socket_, received_, desk_->patience.idle, after(desk_->patience.total),
        [me = shared_from_this()](asio::error_code error, std::size_t size) {
          me->reading_ = false;
          if (error || me->desk_->draining) return me->leave();
          me->handle(cut_off(me->received_, size));
        });
  }

  void let_go() {
    if (reading_) socket_.cancel();
  }

  void cut() {
    cut_ = true;
    socket_.close();
    stop_.emit(asio::cancellation_type::terminal);
  }

 private:
  void handle(const std::string& line) {
    auto letter = workbook::letter_of(line);
    if (!letter) return write("-ERR no letter");
    const auto deadline = after(letter->left);
    if (deadline <= Clock::now()) return write("-ERR no time");
    handling_ = true;
    late_ = false;
    timer_.expires_at(deadline);
    timer_.async_wait([me = shared_from_this()](asio::error_code error) {
      if (error || !me->handling_ || Clock::now() < me->timer_.expiry()) return;
      me->late_ = true;
      me->stop_.emit(asio::cancellation_type::terminal);
    });
    asio::co_spawn(
        socket_.get_executor(),
        desk_->handler(std::move(letter->request), deadline),
        asio::bind_cancellation_slot(
            stop_.slot(), [me = shared_from_this()](std::exception_ptr thrown,
                                                    std::string answer) {
              me->handling_ = false;
              me->timer_.cancel();
              if (thrown || me->late_) answer = "-ERR it did not work";
              me->write(answer);
            }));
  }

  void write(const std::string& answer) {
    if (cut_) return leave();
    answer_ = answer + "\n";
    async_write_by(
        socket_, answer_, after(desk_->patience.total),
        [me = shared_from_this()](asio::error_code error, std::size_t) {
          error ? me->leave() : me->read();
        });
  }

  void leave() {
    socket_.close();
    desk_->visits.erase(this);
    if (desk_->visits.empty()) desk_->empty();
  }

  tcp::socket socket_;
  asio::steady_timer timer_;
  std::shared_ptr<Desk> desk_;
  asio::cancellation_signal stop_;
  std::string received_;
  std::string answer_;
  bool reading_ = false;
  bool handling_ = false;
  bool late_ = false;
  bool cut_ = false;
};

}  // namespace

struct Office::State : std::enable_shared_from_this<State> {
  State(tcp::acceptor own, Handler handler, Patience patience)
      : acceptor(std::move(own)),
        pause(acceptor.get_executor()),
        grace(acceptor.get_executor(), Deadline::max()),
        done(acceptor.get_executor(), Deadline::max()) {
    desk->handler = std::move(handler);
    desk->patience = patience;
  }

  void accept() {
    acceptor.async_accept([me = shared_from_this()](asio::error_code error,
                                                    tcp::socket socket) {
      if (me->desk->draining) return;
      if (error) {
        me->pause.expires_after(std::chrono::milliseconds(100));
        me->pause.async_wait([me](asio::error_code) {
          if (!me->desk->draining) me->accept();
        });
        return;
      }
      const auto visit = std::make_shared<Visit>(std::move(socket), me->desk);
      me->desk->visits.insert(visit.get());
      visit->read();
      me->accept();
    });
  }

  tcp::acceptor acceptor;
  asio::steady_timer pause;
  asio::steady_timer grace;
  asio::steady_timer done;
  std::shared_ptr<Desk> desk = std::make_shared<Desk>();
};

Office::Office(tcp::acceptor acceptor, Handler handler, Patience patience)
    : state_(std::make_shared<State>(std::move(acceptor), std::move(handler),
                                     patience)) {
  state_->desk->empty = [weak = std::weak_ptr<State>(state_)] {
    const auto state = weak.lock();
    if (!state || !state->desk->draining) return;
    state->done.cancel();
    // Nothing is left to be cut off.
    state->grace.cancel();
  };
}

asio::awaitable<void> Office::run() {
  const auto state = state_;
  auto& desk = *state->desk;
  if (!desk.draining) state->accept();
  while (!desk.draining || !desk.visits.empty())
    co_await state->done.async_wait(asio::as_tuple(asio::use_awaitable));
}

void Office::drain(Clock::duration grace) {
  const auto& state = state_;
  state->desk->draining = true;
  state->acceptor.close();
  state->pause.cancel();
  state->done.cancel();
  for (auto* visit : state->desk->visits) visit->let_go();
  state->grace.expires_at(std::min(state->grace.expiry(), after(grace)));
  state->grace.async_wait([state = state](asio::error_code error) {
    if (error) return;
    const auto visits = state->desk->visits;
    for (auto* visit : visits) visit->cut();
  });
  if (state->desk->visits.empty()) state->desk->empty();
}

}  // namespace exo39
