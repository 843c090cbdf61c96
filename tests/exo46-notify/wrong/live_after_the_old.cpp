// Listens to what is new when the old ones are given.
// breaks: "Its next() gives the notices after that one, those that were
//   published before it came and those after: none is left out, and none comes
//   twice."
// step: 2
// lesson: replay-races-live
#include "notify.hpp"

#include <algorithm>
#include <asio/error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <deque>
#include <memory>
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
  bool live = true;
  std::deque<std::shared_ptr<const Notice>> queue;
  asio::steady_timer bell;
};

asio::awaitable<News> Subscription::next() {
  auto& it = *state_;
  it.live |= it.queue.empty();
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
  for (auto* each : it.subscribers)
    if (each->live) each->put(notice);
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
  state->live = false;
  return Subscription(std::move(state));
}

}  // namespace exo46
