// For wrong answers: a buffered() that is right, in pieces. Each answer does
// one of these pieces in its own way.
//
//   struct EndsWithTheSource : plain::Buffered {
//     using Buffered::Buffered;
//     bool is_over() override { return ended; }
//   };
//
//   Stream<Scan> buffered(Stream<Call> calls, std::size_t limit) {
//     return plain::buffered<EndsWithTheSource>(std::move(calls), limit);
//   }
#pragma once

#include <asio/this_coro.hpp>
#include <cstddef>
#include <exo45-streams/plain_errand.hpp>
#include <exo45-streams/plain_wait.hpp>
#include <list>
#include <memory>
#include <optional>
#include <utility>

#include "streams.hpp"

namespace exo45::plain {

struct Buffered : Source<Scan> {
  using Row = std::list<Errand<Scan>>;

  Buffered(Stream<Call> calls, std::size_t most)
      : reader(std::move(calls)), limit(most) {}

  asio::awaitable<std::optional<Scan>> next() override {
    const auto executor = co_await asio::this_coro::executor;
    if (!bell) bell = std::make_shared<Bell>(executor);
    for (;;) {
      const auto ready = to_give();
      if (ready != row.end()) {
        auto call = std::move(*ready);
        row.erase(ready);
        co_return call.take();
      }
      if (!ended && has_room()) reader.ask(bell);
      // A failure waits until what came before it is given.
      if (reader.done() && (row.empty() || !reader.failed())) {
        auto call = reader.take();
        ended = !call;
        if (call) row.emplace_back(bell, std::move(*call));
        continue;
      }
      if (is_over()) co_return std::nullopt;
      co_await wait_at(bell->timer);
    }
  }
  // The one whose scan is given now; the end if there is none yet.
  virtual Row::iterator to_give() {
    return !row.empty() && row.front().done() ? row.begin() : row.end();
  }
  virtual bool has_room() { return row.size() < limit; }
  virtual bool is_over() { return ended && row.empty(); }

  Reader<Call> reader;
  const std::size_t limit;
  Row row;  // in the order of the calls, each until its scan is given
  bool ended = false;
  SharedBell bell;
};

template <class OfTheAnswer>
Stream<Scan> buffered(Stream<Call> calls, std::size_t limit) {
  return Stream<Scan>(std::make_unique<OfTheAnswer>(std::move(calls), limit));
}

}  // namespace exo45::plain
