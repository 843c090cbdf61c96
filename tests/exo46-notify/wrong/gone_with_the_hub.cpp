// Knows its hub while there is one, and keeps nothing of it.
// breaks: "When the hub has gone, it still gives what was kept, and then waits:
//   nothing new comes."
// step: 1
// lesson: gone-with-the-hub
#include "notify.hpp"

#include <algorithm>
#include <asio/error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <deque>
#include <list>
#include <system_error>
#include <utility>
#include <workbook/asio.hpp>

namespace exo46 {

struct Hub::State {
  State(asio::any_io_executor executor, std::size_t capacity)
      : executor(std::move(executor)), capacity(capacity) {}

  Id first() const { return last - kept.size() + 1; }

  const asio::any_io_executor executor;
  const std::size_t capacity;
  Id last = 0;
  std::deque<std::shared_ptr<const Notice>> kept;
  std::list<asio::steady_timer*> bells;
};

struct Subscription::State {
  State(const std::shared_ptr<Hub::State>& its_hub, Id seen)
      : hub(its_hub),
        seen(seen),
        bell(its_hub->executor, asio::steady_timer::time_point::max()),
        place(its_hub->bells.insert(its_hub->bells.end(), &bell)) {}
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    if (const auto its_hub = hub.lock()) its_hub->bells.erase(place);
  }

  const std::weak_ptr<Hub::State> hub;
  Id seen;
  asio::steady_timer bell;
  const std::list<asio::steady_timer*>::iterator place;
};

asio::awaitable<News> Subscription::next() {
  auto& it = *state_;
  for (;;) {
    if (const auto hub = it.hub.lock(); hub && it.seen != hub->last) {
      const auto id = std::max(it.seen + 1, hub->first());
      News news;
      news.missed = id - it.seen - 1;
      news.notice = hub->kept[id - hub->first()];
      it.seen = id;
      co_return news;
    }
    co_await it.bell.async_wait(asio::as_tuple(asio::use_awaitable));
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none)
      throw std::system_error(asio::error::operation_aborted);
  }
}

Hub::Hub(asio::any_io_executor executor, std::size_t capacity)
    : state_(std::make_shared<State>(std::move(executor), capacity)) {}

Id Hub::publish(std::string text) {
  auto& it = *state_;
  it.kept.push_back(
      std::make_shared<const Notice>(Notice{it.last + 1, std::move(text)}));
  ++it.last;
  if (it.kept.size() > it.capacity) it.kept.pop_front();
  for (auto* bell : it.bells) bell->cancel();
  return it.last;
}

Subscription Hub::subscribe() { return subscribe(state_->last); }

Subscription Hub::subscribe(Id after) {
  if (after > state_->last) after = 0;
  return Subscription(std::make_shared<Subscription::State>(state_, after));
}

}  // namespace exo46
