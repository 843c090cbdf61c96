// A race of the read and the timer: the loser is cancelled.
// breaks: "All scans are in a batch, in order; what was on its way when a
//   window closed, too."
// step: 2
// lesson: lost-in-the-window
#include "streams.hpp"

#define batch reference_batch
#include <solutions/exo45-streams/streams.cpp>
#undef batch

#include <asio/experimental/awaitable_operators.hpp>
#include <variant>

using namespace asio::experimental::awaitable_operators;

namespace exo45 {

namespace {

class Racer : public Source<Batch> {
 public:
  Racer(Stream<Scan> source, std::size_t count, Milliseconds max_wait)
      : source_(std::move(source)), count_(count), max_wait_(max_wait) {}

  asio::awaitable<std::optional<Batch>> next() override {
    Batch batch;
    auto scan = co_await source_.next();
    if (!scan) co_return std::nullopt;
    batch.push_back(std::move(*scan));
    asio::steady_timer window(co_await asio::this_coro::executor, max_wait_);
    while (batch.size() < count_) {
      auto first =
          co_await (source_.next() || window.async_wait(asio::use_awaitable));
      if (first.index() == 1) break;
      scan = std::get<0>(std::move(first));
      if (!scan) break;
      batch.push_back(std::move(*scan));
    }
    co_return batch;
  }

 private:
  Stream<Scan> source_;
  const std::size_t count_;
  const Milliseconds max_wait_;
};

}  // namespace

Stream<Batch> batch(Stream<Scan> source, std::size_t count,
                    Milliseconds max_wait) {
  return Stream<Batch>(
      std::make_unique<Racer>(std::move(source), count, max_wait));
}

}  // namespace exo45
