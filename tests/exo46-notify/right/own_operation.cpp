// next() is an operation of its own, and a ring of notices stands behind it.
#include "notify.hpp"

#include <array>
#include <asio/associated_cancellation_slot.hpp>
#include <asio/async_result.hpp>
#include <asio/buffer.hpp>
#include <asio/error.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/socket_base.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <cstdlib>
#include <optional>
#include <set>
#include <utility>
#include <vector>
#include <workbook/asio.hpp>

namespace exo46 {

struct Hub::State {
  State(asio::any_io_executor executor, std::size_t capacity)
      : executor(std::move(executor)), ring(capacity) {}

  std::shared_ptr<const Notice>& slot(Id id) { return ring[id % ring.size()]; }
  Id first() const { return last > ring.size() ? last - ring.size() + 1 : 1; }

  asio::any_io_executor executor;
  std::vector<std::shared_ptr<const Notice>> ring;
  Id last = 0;
  std::set<Subscription::State*> subscribers;
};

struct Subscription::State {
  State(std::shared_ptr<Hub::State> own, Id seen)
      : hub(std::move(own)),
        seen(seen),
        bell(hub->executor, asio::steady_timer::time_point::max()) {
    hub->subscribers.insert(this);
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() { hub->subscribers.erase(this); }

  std::shared_ptr<Hub::State> hub;
  Id seen;
  asio::steady_timer bell;
  bool stopped = false;
};

namespace {

// Waits at the bell. It knows why the wait has ended: only a cancellation is an
// error. The handler waits in the timer, and so dies with the loop, if that
// comes first; kept in the State, it would keep itself alive.
template <class Token>
auto wait(Subscription::State& it, const Token& token) {
  return asio::async_initiate<const Token, void(asio::error_code)>(
      [&it](auto handler) {
        auto slot = asio::get_associated_cancellation_slot(handler);
        it.stopped = false;
        if (slot.is_connected())
          slot.assign([&it](asio::cancellation_type) {
            it.stopped = true;
            it.bell.cancel();
          });
        it.bell.async_wait([&it, slot, handler = std::move(handler)](
                               asio::error_code) mutable {
          if (slot.is_connected()) slot.clear();
          auto result = it.stopped
                            ? asio::error_code(asio::error::operation_aborted)
                            : asio::error_code();
          std::move(handler)(result);
        });
      },
      token);
}

}  // namespace

asio::awaitable<News> Subscription::next() {
  auto& it = *state_;
  // Cancelled, use_awaitable makes an exception of the error.
  while (it.seen == it.hub->last) co_await wait(it, asio::use_awaitable);
  auto& hub = *it.hub;
  News news;
  if (it.seen + 1 < hub.first()) news.missed = hub.first() - it.seen - 1;
  it.seen += news.missed + 1;
  news.notice = hub.slot(it.seen);
  co_return news;
}

Hub::Hub(asio::any_io_executor executor, std::size_t capacity)
    : state_(std::make_shared<State>(std::move(executor), capacity)) {}

Id Hub::publish(std::string text) {
  auto notice = std::make_shared<Notice>();
  notice->id = ++state_->last;
  notice->text = std::move(text);
  state_->slot(notice->id) = std::move(notice);
  for (auto* each : state_->subscribers) each->bell.cancel();
  return state_->last;
}

Subscription Hub::subscribe() {
  return Subscription(
      std::make_shared<Subscription::State>(state_, state_->last));
}

Subscription Hub::subscribe(Id after) {
  if (after > state_->last) return subscribe(0);
  return Subscription(std::make_shared<Subscription::State>(state_, after));
}

std::string event_of(const Notice& notice) {
  std::string event = "id: " + std::to_string(notice.id);
  std::string_view rest = notice.text;
  for (;;) {
    const auto end = rest.find_first_of("\r\n");
    event.append("\ndata: ").append(rest.substr(0, end));
    if (end == rest.npos) return event + "\n\n";
    rest.remove_prefix(rest.substr(end, 2) == "\r\n" ? end + 2 : end + 1);
  }
}

namespace {

using namespace asio::experimental::awaitable_operators;

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

// A client whose writes have a time.
class Line {
 public:
  Line(tcp::socket socket, Pulse pulse)
      : socket_(std::move(socket)),
        timer_(socket_.get_executor()),
        pulse_(pulse) {}

  asio::awaitable<void> until_gone() {
    std::array<char, 64> dropped;
    for (bool open = true; open;) {
      const auto [error, size] =
          co_await socket_.async_read_some(asio::buffer(dropped), as_result);
      open = !error;
    }
  }

  asio::awaitable<void> tell(Subscription subscription) {
    co_await write(opening);
    while (socket_.is_open()) {
      timer_.expires_after(pulse_.beat);
      const auto first =
          co_await (timer_.async_wait(as_result) || subscription.next());
      if (first.index() == 0) {
        co_await write(heartbeat);
        continue;
      }
      const auto& news = std::get<1>(first);
      if (news.missed > 0) co_await write(gap(news.missed));
      if (socket_.is_open()) co_await write(event_of(*news.notice));
    }
  }

 private:
  asio::awaitable<void> write(std::string text) {
    timer_.expires_after(pulse_.patience);
    const auto first =
        co_await (asio::async_write(socket_, asio::buffer(text), as_result) ||
                  timer_.async_wait(as_result));
    asio::error_code ignored;
    if (first.index() == 1)
      socket_.set_option(asio::socket_base::linger(true, 0), ignored);
    if (first.index() == 1 || std::get<0>(std::get<0>(first)))
      socket_.close(ignored);
  }
  asio::awaitable<void> write(std::string_view text) {
    return write(std::string(text));
  }

  tcp::socket socket_;
  asio::steady_timer timer_;
  const Pulse pulse_;
};

}  // namespace

asio::awaitable<void> stream(tcp::socket socket, Request request, Hub& hub) {
  constexpr std::chrono::hours century{24 * 365 * 100};
  return stream(std::move(socket), std::move(request), hub,
                Pulse{century, century});
}

asio::awaitable<void> stream(tcp::socket socket, Request request, Hub& hub,
                             Pulse pulse) {
  const auto text = workbook::http::value_of(request.fields, "last-event-id");
  const bool digits = !text.empty() && text.size() < 20 &&
                      text.find_first_not_of("0123456789") == text.npos;
  auto subscription =
      digits ? hub.subscribe(std::strtoull(text.c_str(), nullptr, 10))
             : hub.subscribe();
  Line line(std::move(socket), pulse);
  co_await (line.tell(std::move(subscription)) || line.until_gone());
}

}  // namespace exo46
