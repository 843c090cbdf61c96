// Each scan sets the timer anew.
// breaks: "A batch is given as soon as it has `count` scans, or `max_wait`
//   after its window has opened, or when the source has ended: whichever is
//   first."
// step: 2
// lesson: timer-per-item
#include "streams.hpp"

#define batch reference_batch
#include <solutions/exo45-streams/streams.cpp>
#undef batch

namespace exo45 {

namespace {

class Patient : public Source<Batch> {
 public:
  Patient(Stream<Scan> source, std::size_t count, Milliseconds max_wait)
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
      timer.expires_after(max_wait_);
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
      std::make_unique<Patient>(std::move(source), count, max_wait));
}

}  // namespace exo45
