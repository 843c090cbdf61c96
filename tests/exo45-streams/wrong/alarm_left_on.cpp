// The window has an alarm of its own, which nobody stops.
// breaks: "When next() has returned, nothing of it waits, but for a read
//   that is on its way."
// step: 2
// lesson: timer-left-armed
#include "streams.hpp"

#define batch reference_batch
#include <solutions/exo45-streams/streams.cpp>
#undef batch

namespace exo45 {

namespace {

class Alarmed : public Source<Batch> {
 public:
  Alarmed(Stream<Scan> source, std::size_t count, Milliseconds max_wait)
      : reader_(std::move(source)), count_(count), max_wait_(max_wait) {}

  asio::awaitable<std::optional<Batch>> next() override {
    const auto executor = co_await asio::this_coro::executor;
    if (!bell_) bell_ = std::make_shared<Bell>(executor);
    auto& timer = bell_->timer;
    timer.expires_at(Clock::time_point::max());
    Batch batch;
    while (batch.size() < count_) {
      reader_.ask(executor, bell_);
      while (!reader_.done() && Clock::now() < timer.expiry())
        co_await ring(timer);
      if (!reader_.done()) break;
      if (reader_.failed() && !batch.empty()) break;
      auto scan = reader_.take();
      if (!scan) break;
      if (batch.empty()) {
        timer.expires_after(max_wait_);
        auto alarm = std::make_shared<asio::steady_timer>(executor, max_wait_);
        alarm->async_wait([alarm](asio::error_code) {});
      }
      batch.push_back(std::move(*scan));
    }
    if (batch.empty()) co_return std::nullopt;
    co_return batch;
  }

 private:
  Reader<Scan> reader_;
  const std::size_t count_;
  const Milliseconds max_wait_;
  std::shared_ptr<Bell> bell_;
};

}  // namespace

Stream<Batch> batch(Stream<Scan> source, std::size_t count,
                    Milliseconds max_wait) {
  return Stream<Batch>(
      std::make_unique<Alarmed>(std::move(source), count, max_wait));
}

}  // namespace exo45
