// A race of the read and the timer: the loser is cancelled.
// breaks: "All scans are in a batch, in order; what was on its way when a
//   window closed, too."
// step: 2
// lesson: lost-in-the-window
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <memory>
#include <optional>
#include <utility>
#include <variant>

#include "streams.hpp"

namespace exo45 {

namespace {

using namespace asio::experimental::awaitable_operators;

struct CancelsTheRead : Source<Batch> {
  CancelsTheRead(Stream<Scan> from, std::size_t most, Milliseconds longest)
      : source(std::move(from)), count(most), max_wait(longest) {}

  asio::awaitable<std::optional<Batch>> next() override {
    Batch batch;
    auto scan = co_await source.next();
    if (!scan) co_return std::nullopt;
    batch.push_back(std::move(*scan));
    asio::steady_timer window(co_await asio::this_coro::executor, max_wait);
    while (batch.size() < count) {
      auto first =
          co_await (source.next() || window.async_wait(asio::use_awaitable));
      if (first.index() == 1) break;
      scan = std::get<0>(std::move(first));
      if (!scan) break;
      batch.push_back(std::move(*scan));
    }
    co_return batch;
  }

  Stream<Scan> source;
  const std::size_t count;
  const Milliseconds max_wait;
};

}  // namespace

Stream<Batch> batch(Stream<Scan> source, std::size_t count,
                    Milliseconds max_wait) {
  return Stream<Batch>(
      std::make_unique<CancelsTheRead>(std::move(source), count, max_wait));
}

}  // namespace exo45
