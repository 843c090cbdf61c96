#include "notify.hpp"

#include <algorithm>
#include <array>
#include <asio/buffer.hpp>
#include <asio/error.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <charconv>
#include <deque>
#include <list>
#include <optional>
#include <system_error>
#include <workbook/asio.hpp>
#include <workbook/reset.hpp>

namespace exo46 {

// A subscriber has no queue, only a place in the notices that the hub keeps for
// all. So a slow one costs nothing, and the gap is a subtraction.
struct Hub::State {
  State(asio::any_io_executor executor, std::size_t capacity)
      : executor(std::move(executor)), capacity(capacity) {}

  // The oldest that is kept; if none is, the next one that will be.
  Id first() const { return last - kept.size() + 1; }

  const asio::any_io_executor executor;
  const std::size_t capacity;
  Id last = 0;
  std::deque<std::shared_ptr<const Notice>> kept;
  // One for each subscriber. A single timer would do, with a wait of each
  // subscriber; but then each wait that is cancelled, as at every heartbeat,
  // would be searched for among ten thousand.
  std::list<asio::steady_timer> bells;
};

struct Subscription::State {
  State(std::shared_ptr<Hub::State> own, Id seen)
      : hub(std::move(own)),
        seen(seen),
        bell(hub->bells.emplace(hub->bells.end(), hub->executor,
                                asio::steady_timer::time_point::max())) {}
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() { hub->bells.erase(bell); }

  const std::shared_ptr<Hub::State> hub;
  Id seen;
  const std::list<asio::steady_timer>::iterator bell;
};

asio::awaitable<News> Subscription::next() {
  auto& it = *state_;
  auto& hub = *it.hub;
  while (it.seen == hub.last) {
    co_await it.bell->async_wait(asio::as_tuple(asio::use_awaitable));
    // Somebody has rung, or we are told to stop: only the state tells.
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none)
      throw std::system_error(asio::error::operation_aborted);
  }
  // From here to the end nothing is awaited: whatever was lost until now is
  // counted, and `seen` moves only if the notice is really given.
  const auto id = std::max(it.seen + 1, hub.first());
  News news;
  news.missed = id - it.seen - 1;
  news.notice = hub.kept[id - hub.first()];
  it.seen = id;
  co_return news;
}

Hub::Hub(asio::any_io_executor executor, std::size_t capacity)
    : state_(std::make_shared<State>(std::move(executor), capacity)) {}

Id Hub::publish(std::string text) {
  auto& it = *state_;
  it.kept.push_back(
      std::make_shared<const Notice>(Notice{it.last + 1, std::move(text)}));
  ++it.last;
  if (it.kept.size() > it.capacity) it.kept.pop_front();
  // This only puts them into the queue of the executor. They run later, so that
  // nobody comes or leaves while we are in this loop.
  for (auto& bell : it.bells) bell.cancel();
  return it.last;
}

Subscription Hub::subscribe() { return subscribe(state_->last); }

Subscription Hub::subscribe(Id after) {
  // Old and new notices stand in one row, and the subscriber has one place in
  // it: there is no moment between the replay and what is live.
  if (after > state_->last) after = 0;
  return Subscription(std::make_shared<Subscription::State>(state_, after));
}

std::string event_of(const Notice& notice) {
  auto event = "id: " + std::to_string(notice.id) + "\ndata: ";
  const auto& text = notice.text;
  for (std::size_t i = 0; i < text.size(); ++i) {
    // A "\r" alone ends a line, too: else a text could make up an id.
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

// On a network, errors are no exceptions: they are what happens.
constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

// The number in Last-Event-ID. What a stranger sends may be anything.
std::optional<Id> last_seen(const Request& request) {
  const auto text = workbook::http::value_of(request.fields, "last-event-id");
  Id id = 0;
  const auto* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, id);
  if (error != std::errc() || rest != end) return std::nullopt;
  return id;
}

// False if the client does not take it.
asio::awaitable<bool> send(tcp::socket& socket, std::string_view text,
                           std::chrono::milliseconds patience) {
  asio::steady_timer timer(socket.get_executor(), patience);
  const auto first =
      co_await (asio::async_write(socket, asio::buffer(text), as_result) ||
                timer.async_wait(as_result));
  if (first.index() == 0) co_return !std::get<0>(std::get<0>(first));
  // With a mere close, the system would keep what the client does not read, and
  // go on trying. The destructor of a socket would do such a close: it forgets
  // the option, so that it never blocks.
  workbook::reset(socket);
  co_return false;
}

// One write after the other: while one waits, the hub keeps what comes, and
// what it keeps has a bound. A queue here would only be a second one.
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

// A client has nothing to say, but only who reads hears that it has gone.
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
