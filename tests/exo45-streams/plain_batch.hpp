// For wrong answers: a batch() that is right, in pieces. Each answer does one
// of these pieces in its own way.
//
//   struct FailureTakesAll : plain::Batches {
//     using Batches::Batches;
//     bool may_throw() override { return true; }
//   };
//
//   Stream<Batch> batch(Stream<Scan> source, std::size_t count,
//                       Milliseconds max_wait) {
//     return plain::batch<FailureTakesAll>(std::move(source), count, max_wait);
//   }
#pragma once

#include <asio/this_coro.hpp>
#include <cstddef>
#include <exo45-streams/plain_errand.hpp>
#include <exo45-streams/plain_wait.hpp>
#include <memory>
#include <optional>
#include <utility>

#include "streams.hpp"

namespace exo45::plain {

struct Batches : Source<Batch> {
  Batches(Stream<Scan> source, std::size_t most, Milliseconds longest)
      : reader(std::move(source)), count(most), max_wait(longest) {}

  asio::awaitable<std::optional<Batch>> next() override {
    const auto executor = co_await asio::this_coro::executor;
    if (!bell) bell = std::make_shared<Bell>(executor);
    begin();
    while (!ended && batch.size() < count) {
      ask();
      co_await wait();
      // The window is closed: the read goes on, for the next batch.
      if (!reader.done()) break;
      if (reader.failed() && !may_throw()) break;
      auto scan = reader.take();
      ended = !scan;
      if (ended) break;
      if (opens_window()) open_window();
      batch.push_back(std::move(*scan));
    }
    if (is_over()) co_return std::nullopt;
    co_return std::exchange(batch, Batch());
  }
  virtual void begin() { bell->timer.expires_at(Clock::time_point::max()); }
  virtual void ask() { reader.ask(bell); }
  // Until the read is done, or the window is closed.
  virtual asio::awaitable<void> wait() {
    while (!reader.done() && Clock::now() < bell->timer.expiry())
      co_await wait_at(bell->timer);
  }
  // A failure waits until what came before it is given.
  virtual bool may_throw() { return batch.empty(); }
  // Of the scan that has come, and is not in the batch yet.
  virtual bool opens_window() { return batch.empty(); }
  // The bell is the timer of the window, too.
  virtual void open_window() { bell->timer.expires_at(from_now(max_wait)); }
  virtual bool is_over() { return batch.empty(); }

  Reader<Scan> reader;
  const std::size_t count;
  const Milliseconds max_wait;
  SharedBell bell;
  Batch batch;
  bool ended = false;
};

template <class OfTheAnswer>
Stream<Batch> batch(Stream<Scan> source, std::size_t count,
                    Milliseconds max_wait) {
  return Stream<Batch>(
      std::make_unique<OfTheAnswer>(std::move(source), count, max_wait));
}

}  // namespace exo45::plain
