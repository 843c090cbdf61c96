// A queue for each subscriber, of pointers and with a bound.
#include "notify.hpp"

#include <algorithm>
#include <array>
#include <asio/buffer.hpp>
#include <asio/error.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/socket_base.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <charconv>
#include <deque>
#include <memory>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>
#include <workbook/asio.hpp>

namespace exo46 {

struct Hub::State {
  asio::any_io_executor executor;
  std::size_t capacity;
  Id last = 0;
  std::deque<std::shared_ptr<const Notice>> kept;
  std::vector<Subscription::State*> subscribers;
};

struct Subscription::State {
  State(std::shared_ptr<Hub::State> own, Id after)
      : hub(std::move(own)),
        seen(after),
        bell(hub->executor, asio::steady_timer::time_point::max()) {
    hub->subscribers.push_back(this);
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    auto& all = hub->subscribers;
    all.erase(std::find(all.begin(), all.end(), this));
  }

  void put(std::shared_ptr<const Notice> notice) {
    queue.push_back(std::move(notice));
    if (queue.size() > hub->capacity) queue.pop_front();
    bell.cancel();
  }

  std::shared_ptr<Hub::State> hub;
  Id seen;
  std::deque<std::shared_ptr<const Notice>> queue;
  asio::steady_timer bell;
};

asio::awaitable<News> Subscription::next() {
  auto& it = *state_;
  while (it.queue.empty()) {
    co_await it.bell.async_wait(asio::as_tuple(asio::use_awaitable));
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none)
      throw std::system_error(asio::error::operation_aborted);
  }
  News news;
  news.notice = std::move(it.queue.front());
  it.queue.pop_front();
  news.missed = news.notice->id - it.seen - 1;
  it.seen = news.notice->id;
  co_return news;
}

Hub::Hub(asio::any_io_executor executor, std::size_t capacity)
    : state_(std::make_shared<State>()) {
  state_->executor = std::move(executor);
  state_->capacity = capacity;
}

Id Hub::publish(std::string text) {
  auto& it = *state_;
  auto notice =
      std::make_shared<const Notice>(Notice{++it.last, std::move(text)});
  it.kept.push_back(notice);
  if (it.kept.size() > it.capacity) it.kept.pop_front();
  for (auto* each : it.subscribers) each->put(notice);
  return it.last;
}

Subscription Hub::subscribe() {
  return Subscription(
      std::make_shared<Subscription::State>(state_, state_->last));
}

Subscription Hub::subscribe(Id after) {
  if (after > state_->last) after = 0;
  auto state = std::make_shared<Subscription::State>(state_, after);
  for (const auto& notice : state_->kept)
    if (notice->id > after) state->put(notice);
  return Subscription(std::move(state));
}

std::string event_of(const Notice& notice) {
  std::string text = notice.text;
  for (std::size_t at = 0; (at = text.find("\r\n", at)) != text.npos;)
    text.erase(at, 1);
  std::replace(text.begin(), text.end(), '\r', '\n');
  for (std::size_t at = 0; (at = text.find('\n', at)) != text.npos; at += 7)
    text.insert(at + 1, "data: ");
  return "data: " + text + "\nid: " + std::to_string(notice.id) + "\n\n";
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

asio::awaitable<void> tell(tcp::socket& socket, Subscription subscription,
                           Pulse pulse) {
  asio::steady_timer beat(socket.get_executor());
  std::string text(opening);
  while (co_await send(socket, text, pulse.patience)) {
    beat.expires_after(pulse.beat);
    const auto first =
        co_await (subscription.next() || beat.async_wait(as_result));
    text = heartbeat;
    if (first.index() == 1) continue;
    const auto& news = std::get<0>(first);
    text = (news.missed ? gap(news.missed) : "") + event_of(*news.notice);
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
  co_await (tell(socket, std::move(subscription), pulse) || listen(socket));
}

}  // namespace exo46
