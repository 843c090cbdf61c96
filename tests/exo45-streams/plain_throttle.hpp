// For wrong answers: a throttle() that is right, in pieces. Each answer does
// one of these pieces in its own way.
//
//   struct Timetable : plain::Throttle {
//     using Throttle::Throttle;
//     plain::Clock::time_point due() override { ... }
//   };
//
//   Stream<Scan> throttle(Stream<Scan> source, Milliseconds pause) {
//     return plain::throttle<Timetable>(std::move(source), pause);
//   }
#pragma once

#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <exo45-streams/plain_wait.hpp>
#include <memory>
#include <optional>
#include <utility>

#include "streams.hpp"

namespace exo45::plain {

struct Throttle : Source<Scan> {
  Throttle(Stream<Scan> from, Milliseconds between)
      : source(std::move(from)), pause(between) {}

  asio::awaitable<std::optional<Scan>> next() override {
    auto scan = co_await source.next();
    if (!scan) co_return std::nullopt;
    if (Clock::now() < not_before) {
      asio::steady_timer timer(co_await asio::this_coro::executor, not_before);
      co_await wait_at(timer);
    }
    not_before = due();
    co_return scan;
  }
  // A scan is given now: when the next one may be.
  virtual Clock::time_point due() { return from_now(pause); }

  Stream<Scan> source;
  const Milliseconds pause;
  Clock::time_point not_before = Clock::time_point::min();
};

template <class OfTheAnswer>
Stream<Scan> throttle(Stream<Scan> source, Milliseconds pause) {
  return Stream<Scan>(std::make_unique<OfTheAnswer>(std::move(source), pause));
}

}  // namespace exo45::plain
