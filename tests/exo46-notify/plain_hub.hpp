// For wrong answers: a hub that is right, in pieces. Each answer does one of
// these pieces in its own way, and makes its hub of it.
//
//   struct RingsOnce : Hub::State {
//     using State::State;
//     void ring() override {
//       if (!places.empty()) places.front().bell.cancel();
//     }
//   };
//
//   Hub::Hub(asio::any_io_executor executor, std::size_t capacity)
//       : state_(std::make_shared<RingsOnce>(std::move(executor), capacity)) {}
//
// The other functions are defined here, and not inline: a program has one of
// these answers, and the linker takes them before those of the reference.
#pragma once

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

#include "notify.hpp"

namespace exo46 {

namespace plain {

// How far a subscriber has come, and what it waits for.
struct Place {
  Id seen;
  asio::steady_timer bell;
};

using Noted = std::shared_ptr<const Notice>;

}  // namespace plain

struct Hub::State {
  State(asio::any_io_executor own, std::size_t most)
      : executor(std::move(own)), capacity(most) {}
  virtual ~State() = default;

  virtual plain::Noted note(std::string text) {
    return std::make_shared<const Notice>(Notice{last + 1, std::move(text)});
  }
  virtual bool keeps_too_many() { return kept.size() > capacity; }
  virtual void ring() {
    for (auto& place : places) place.bell.cancel();
  }
  // Of one who comes back: what it is taken to have seen.
  virtual Id seen_by(Id after) { return after > last ? 0 : after; }
  virtual asio::awaitable<void> wait_for_news(plain::Place& place) {
    while (place.seen >= last) co_await hear(place);
  }
  // Of one who has seen all up to `seen`, and is given `id` next.
  virtual std::uint64_t missed(Id seen, Id id) { return id - seen - 1; }
  virtual plain::Noted give(const plain::Noted& notice) { return notice; }
  virtual void leave(std::list<plain::Place>::iterator place) {
    places.erase(place);
  }

  // The oldest that is kept; if none is, the next one that will be.
  Id first() const { return last - kept.size() + 1; }
  static asio::awaitable<void> hear(plain::Place& place) {
    co_await place.bell.async_wait(asio::as_tuple(asio::use_awaitable));
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none)
      throw std::system_error(asio::error::operation_aborted);
  }

  const asio::any_io_executor executor;
  const std::size_t capacity;
  Id last = 0;
  std::deque<plain::Noted> kept;
  std::list<plain::Place> places;
};

struct Subscription::State {
  State(std::shared_ptr<Hub::State> own, Id seen) : hub(std::move(own)) {
    using Timer = asio::steady_timer;
    place = hub->places.insert(
        hub->places.end(),
        {seen, Timer(hub->executor, Timer::time_point::max())});
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() { hub->leave(place); }

  const std::shared_ptr<Hub::State> hub;
  std::list<plain::Place>::iterator place;
};

asio::awaitable<News> Subscription::next() {
  auto& hub = *state_->hub;
  auto& place = *state_->place;
  co_await hub.wait_for_news(place);
  const auto id = std::max(place.seen + 1, hub.first());
  News news;
  news.missed = hub.missed(place.seen, id);
  news.notice = hub.give(hub.kept[id - hub.first()]);
  place.seen = id;
  co_return news;
}

Id Hub::publish(std::string text) {
  auto& it = *state_;
  it.kept.push_back(it.note(std::move(text)));
  ++it.last;
  while (it.keeps_too_many()) it.kept.pop_front();
  it.ring();
  return it.last;
}

Subscription Hub::subscribe() { return subscribe(state_->last); }

Subscription Hub::subscribe(Id after) {
  return Subscription(
      std::make_shared<Subscription::State>(state_, state_->seen_by(after)));
}

}  // namespace exo46
