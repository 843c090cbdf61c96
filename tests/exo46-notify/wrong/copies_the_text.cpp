// Copies the text instead of moving it.
// breaks: "There is one copy of a notice, however many are given it, and its
//   text is `text`, moved."
// step: 1
// lesson: copy-per-subscriber
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
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none)
      throw std::system_error(asio::error::operation_aborted);
  }
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
  it.kept.push_back(std::make_shared<const Notice>(Notice{it.last + 1, text}));
  ++it.last;
  if (it.kept.size() > it.capacity) it.kept.pop_front();
  for (auto& bell : it.bells) bell.cancel();
  return it.last;
}

Subscription Hub::subscribe() { return subscribe(state_->last); }

Subscription Hub::subscribe(Id after) {
  if (after > state_->last) after = 0;
  return Subscription(std::make_shared<Subscription::State>(state_, after));
}

}  // namespace exo46
