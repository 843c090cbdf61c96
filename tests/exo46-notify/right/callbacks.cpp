// A hub that calls back, and a stream made of completion handlers.
#include "notify.hpp"

#include <array>
#include <asio/bind_cancellation_slot.hpp>
#include <asio/buffer.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/error.hpp>
#include <asio/socket_base.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <charconv>
#include <exception>
#include <functional>
#include <map>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>
#include <workbook/asio.hpp>

namespace exo46 {

// Notices by their id; and those who want to be told that there is a new one.
struct Hub::State {
  asio::any_io_executor executor;
  std::size_t capacity = 0;
  Id last = 0;
  std::map<Id, std::shared_ptr<const Notice>> kept;
  std::map<std::uint64_t, std::function<void()>> listeners;
  std::uint64_t tickets = 0;
};

struct Subscription::State {
  State(std::shared_ptr<Hub::State> own, Id after)
      : hub(std::move(own)), seen(after), ticket(++hub->tickets) {}
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() { hub->listeners.erase(ticket); }

  // Nothing if there is nothing yet.
  std::optional<News> take() {
    const auto found = hub->kept.upper_bound(seen);
    if (found == hub->kept.end()) return std::nullopt;
    News news{found->first - seen - 1, found->second};
    seen = found->first;
    return news;
  }

  const std::shared_ptr<Hub::State> hub;
  Id seen;
  const std::uint64_t ticket;
};

asio::awaitable<News> Subscription::next() {
  auto& it = *state_;
  for (;;) {
    if (auto news = it.take()) co_return *news;
    asio::steady_timer bell(it.hub->executor,
                            asio::steady_timer::time_point::max());
    it.hub->listeners[it.ticket] = [&bell] { bell.cancel(); };
    co_await bell.async_wait(asio::as_tuple(asio::use_awaitable));
    it.hub->listeners.erase(it.ticket);
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none)
      throw std::system_error(asio::error::operation_aborted);
  }
}

Hub::Hub(asio::any_io_executor executor, std::size_t capacity)
    : state_(std::make_shared<State>()) {
  state_->executor = std::move(executor);
  state_->capacity = capacity;
}

Id Hub::publish(std::string text) {
  auto& it = *state_;
  const auto id = ++it.last;
  it.kept.emplace(id,
                  std::make_shared<const Notice>(Notice{id, std::move(text)}));
  if (it.kept.size() > it.capacity) it.kept.erase(it.kept.begin());
  // Whom it calls may leave: so it goes through a list of its own.
  const auto listeners = it.listeners;
  for (const auto& [ticket, call] : listeners)
    if (it.listeners.contains(ticket)) call();
  return id;
}

Subscription Hub::subscribe() {
  return Subscription(
      std::make_shared<Subscription::State>(state_, state_->last));
}

Subscription Hub::subscribe(Id after) {
  return Subscription(std::make_shared<Subscription::State>(
      state_, after > state_->last ? 0 : after));
}

std::string event_of(const Notice& notice) {
  std::vector<std::string> lines(1);
  char before = 0;
  for (const char c : notice.text) {
    if (c == '\r' || (c == '\n' && before != '\r'))
      lines.emplace_back();
    else if (c != '\n')
      lines.back() += c;
    before = c;
  }
  auto event = "id:" + std::to_string(notice.id) + "\n";
  for (const auto& line : lines) event += "data: " + line + "\n";
  return event + "\n";
}

namespace {

// One client. It lives as long as one of its operations does.
class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(tcp::socket socket, Subscription subscription, Pulse pulse)
      : over(socket.get_executor(), asio::steady_timer::time_point::max()),
        socket_(std::move(socket)),
        timer_(socket_.get_executor()),
        subscription_(std::move(subscription)),
        pulse_(pulse) {}

  void start() {
    listen();
    write(std::string(opening));
  }

  void end(bool broken) {
    if (std::exchange(ended_, true)) return;
    asio::error_code ignored;
    if (broken) socket_.set_option(asio::socket_base::linger(true, 0), ignored);
    socket_.close(ignored);
    timer_.cancel();
    enough_.emit(asio::cancellation_type::terminal);
    over.cancel();
  }
  bool ended() const { return ended_; }

  asio::steady_timer over;

 private:
  void listen() {
    socket_.async_read_some(
        asio::buffer(dropped_),
        [self = shared_from_this()](asio::error_code error, std::size_t) {
          if (error)
            self->end(false);
          else
            self->listen();
        });
  }

  void ask() {
    if (std::exchange(asking_, true)) return;
    asio::co_spawn(socket_.get_executor(), subscription_.next(),
                   asio::bind_cancellation_slot(
                       enough_.slot(), [self = shared_from_this()](
                                           std::exception_ptr, News news) {
                         self->asking_ = false;
                         if (self->ended_) return;
                         self->next_ = std::move(news);
                         if (!self->writing_) self->go_on();
                       }));
  }

  void write(std::string text) {
    text_ = std::move(text);
    writing_ = true;
    timer_.expires_after(pulse_.patience);
    timer_.async_wait([self = shared_from_this()](asio::error_code error) {
      if (!error && self->writing_) self->end(true);
    });
    asio::async_write(
        socket_, asio::buffer(text_),
        [self = shared_from_this()](asio::error_code error, std::size_t) {
          self->writing_ = false;
          if (self->ended_) return;
          if (error) return self->end(false);
          self->go_on();
        });
  }

  // Nothing is being written.
  void go_on() {
    if (next_) {
      const auto news = *std::exchange(next_, std::nullopt);
      return write((news.missed > 0 ? gap(news.missed) : std::string()) +
                   event_of(*news.notice));
    }
    text_.clear();
    timer_.expires_after(pulse_.beat);
    timer_.async_wait([self = shared_from_this()](asio::error_code error) {
      if (error || self->ended_ || self->writing_) return;
      self->write(std::string(heartbeat));
    });
    ask();
  }

  tcp::socket socket_;
  asio::steady_timer timer_;
  Subscription subscription_;
  const Pulse pulse_;
  std::array<char, 100> dropped_;
  std::string text_;
  std::optional<News> next_;
  asio::cancellation_signal enough_;
  bool asking_ = false;
  bool writing_ = false;
  bool ended_ = false;
};

}  // namespace

asio::awaitable<void> stream(tcp::socket socket, Request request, Hub& hub) {
  constexpr std::chrono::hours century{24 * 365 * 100};
  const Pulse endless{century, century};
  co_await stream(std::move(socket), std::move(request), hub, endless);
}

asio::awaitable<void> stream(tcp::socket socket, Request request, Hub& hub,
                             Pulse pulse) {
  const auto text = workbook::http::value_of(request.fields, "last-event-id");
  Id seen = 0;
  const auto* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, seen);
  const bool comes_back = error == std::errc() && rest == end;
  auto subscription = comes_back ? hub.subscribe(seen) : hub.subscribe();
  const auto session = std::make_shared<Session>(
      std::move(socket), std::move(subscription), pulse);
  session->start();
  while (!session->ended())
    co_await session->over.async_wait(asio::as_tuple(asio::use_awaitable));
}

}  // namespace exo46
