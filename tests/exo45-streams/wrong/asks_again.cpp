// Each next() begins a read of its own.
// breaks: "A source is never asked for two values at the same time."
// step: 2
// lesson: two-readers
#include "streams.hpp"

#define batch reference_batch
#include <solutions/exo45-streams/streams.cpp>
#undef batch

namespace exo45 {

namespace {

class Asker : public Source<Batch> {
 public:
  Asker(Stream<Scan> source, std::size_t count, Milliseconds max_wait)
      : source_(std::make_shared<Stream<Scan>>(std::move(source))),
        count_(count),
        max_wait_(max_wait) {}

  asio::awaitable<std::optional<Batch>> next() override {
    const auto executor = co_await asio::this_coro::executor;
    if (!bell_) bell_ = std::make_shared<Bell>(executor);
    auto& timer = bell_->timer;
    timer.expires_at(Clock::time_point::max());
    Batch batch;
    while (batch.size() < count_) {
      reads_.emplace_back(executor, source_->next(), source_, bell_);
      const auto done = [&] { return reads_.front().done() > 0; };
      while (!done() && Clock::now() < timer.expiry()) co_await ring(timer);
      if (!done()) break;
      if (reads_.front().failed() && !batch.empty()) break;
      auto scan = reads_.front().take();
      reads_.pop_front();
      if (!scan) break;
      if (batch.empty()) timer.expires_after(max_wait_);
      batch.push_back(std::move(*scan));
    }
    if (batch.empty()) co_return std::nullopt;
    co_return batch;
  }

 private:
  std::shared_ptr<Stream<Scan>> source_;
  std::list<Errand<std::optional<Scan>>> reads_;
  const std::size_t count_;
  const Milliseconds max_wait_;
  std::shared_ptr<Bell> bell_;
};

}  // namespace

Stream<Batch> batch(Stream<Scan> source, std::size_t count,
                    Milliseconds max_wait) {
  return Stream<Batch>(
      std::make_unique<Asker>(std::move(source), count, max_wait));
}

}  // namespace exo45
