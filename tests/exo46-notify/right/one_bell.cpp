// One bell for all subscribers; and a coroutine for each thing that a stream
// has to do.
#include "notify.hpp"

#include <algorithm>
#include <array>
#include <asio/buffer.hpp>
#include <asio/error.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/socket_base.hpp>
#include <asio/steady_timer.hpp>
#include <asio/system_error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <charconv>
#include <memory>
#include <optional>
#include <utility>
#include <vector>
#include <workbook/asio.hpp>

namespace exo46 {

// All of them wait at one bell.
struct Hub::State {
  State(const asio::any_io_executor& executor, std::size_t capacity)
      : capacity(capacity),
        bell(executor, asio::steady_timer::time_point::max()) {}

  const std::size_t capacity;
  asio::steady_timer bell;
  Id first = 1;
  std::vector<std::shared_ptr<const Notice>> kept;
};

struct Subscription::State {
  std::shared_ptr<Hub::State> hub;
  Id next;
};

asio::awaitable<News> Subscription::next() {
  const auto it = state_;
  auto& hub = *it->hub;
  while (it->next == hub.first + hub.kept.size()) {
    const auto [error] =
        co_await hub.bell.async_wait(asio::as_tuple(asio::use_awaitable));
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none)
      throw asio::system_error(error);
  }
  News news;
  if (it->next < hub.first)
    news.missed = hub.first - std::exchange(it->next, hub.first);
  news.notice = hub.kept[it->next++ - hub.first];
  co_return news;
}

Hub::Hub(asio::any_io_executor executor, std::size_t capacity)
    : state_(std::make_shared<State>(executor, capacity)) {}

Id Hub::publish(std::string text) {
  auto& it = *state_;
  const auto id = it.first + it.kept.size();
  it.kept.push_back(
      std::make_shared<const Notice>(Notice{id, std::move(text)}));
  if (it.kept.size() > it.capacity) {
    it.kept.erase(it.kept.begin());
    ++it.first;
  }
  it.bell.cancel();
  return id;
}

Subscription Hub::subscribe() {
  const auto next = state_->first + state_->kept.size();
  return Subscription(
      std::make_shared<Subscription::State>(Subscription::State{state_, next}));
}

Subscription Hub::subscribe(Id after) {
  if (after >= state_->first + state_->kept.size()) after = 0;
  return Subscription(std::make_shared<Subscription::State>(
      Subscription::State{state_, after + 1}));
}

std::string event_of(const Notice& notice) {
  auto event = "id: " + std::to_string(notice.id) + "\ndata: ";
  const auto& text = notice.text;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
    if (text[i] == '\r' || text[i] == '\n')
      event += "\ndata: ";
    else
      event += text[i];
  }
  return event + "\n\n";
}

namespace {

using namespace asio::experimental::awaitable_operators;

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

std::optional<Id> last_seen(const Request& request) {
  const auto text = workbook::http::value_of(request.fields, "last-event-id");
  Id id = 0;
  const auto* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, id);
  if (error != std::errc() || rest != end) return std::nullopt;
  return id;
}

asio::awaitable<bool> send(tcp::socket& socket, std::string_view text,
                           std::chrono::milliseconds patience) {
  asio::steady_timer timer(socket.get_executor(), patience);
  const auto first =
      co_await (asio::async_write(socket, asio::buffer(text), as_result) ||
                timer.async_wait(as_result));
  if (first.index() == 0) co_return !std::get<0>(std::get<0>(first));
  asio::error_code ignored;
  socket.set_option(asio::socket_base::linger(true, 0), ignored);
  socket.close(ignored);
  co_return false;
}

// One text at a time goes from those who have something to say to the one who
// writes. Who comes while it is full waits.
struct Slot {
  explicit Slot(const asio::any_io_executor& executor)
      : changed(executor, asio::steady_timer::time_point::max()) {}
  asio::awaitable<void> wait() { co_await changed.async_wait(as_result); }
  void set(std::string_view next) {
    text = next;
    changed.cancel();
  }
  std::string text{opening};  // being written, until it is taken away
  asio::steady_timer::time_point since = asio::steady_timer::clock_type::now();
  asio::steady_timer changed;
};

asio::awaitable<void> carry(Subscription& subscription, Slot& slot) {
  for (;;) {
    const auto news = co_await subscription.next();
    while (!slot.text.empty()) co_await slot.wait();
    slot.set((news.missed ? gap(news.missed) : "") + event_of(*news.notice));
    while (!slot.text.empty()) co_await slot.wait();
  }
}

asio::awaitable<void> beat(Slot& slot, std::chrono::milliseconds pause) {
  asio::steady_timer timer(slot.changed.get_executor());
  for (;;) {
    timer.expires_at(slot.since + pause);
    co_await timer.async_wait(as_result);
    while (!slot.text.empty()) co_await slot.wait();
    if (asio::steady_timer::clock_type::now() >= slot.since + pause)
      slot.set(heartbeat);
    while (!slot.text.empty()) co_await slot.wait();
  }
}

asio::awaitable<void> tell(tcp::socket& socket, Slot& slot,
                           std::chrono::milliseconds patience) {
  for (;;) {
    const bool sent = co_await send(socket, slot.text, patience);
    if (!sent) co_return;
    slot.text.clear();
    slot.since = asio::steady_timer::clock_type::now();
    slot.changed.cancel();
    while (slot.text.empty()) co_await slot.wait();
  }
}

asio::awaitable<void> listen(tcp::socket& socket) {
  std::array<char, 512> dropped;
  for (;;) {
    const auto [error, size] =
        co_await socket.async_read_some(asio::buffer(dropped), as_result);
    if (error) co_return;
  }
}

}  // namespace

asio::awaitable<void> stream(tcp::socket socket, Request request, Hub& hub) {
  constexpr std::chrono::hours century{24 * 365 * 100};
  const Pulse endless{century, century};
  co_await stream(std::move(socket), std::move(request), hub, endless);
}

asio::awaitable<void> stream(tcp::socket socket, Request request, Hub& hub,
                             Pulse pulse) {
  asio::error_code ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  const auto seen = last_seen(request);
  auto subscription = seen ? hub.subscribe(*seen) : hub.subscribe();
  Slot slot(socket.get_executor());
  auto tells = tell(socket, slot, pulse.patience) || listen(socket);
  auto fills = carry(subscription, slot) || beat(slot, pulse.beat);
  co_await (std::move(tells) || std::move(fills));
}

}  // namespace exo46
