// The window opens when next() is awaited.
// breaks: "No batch is empty."
// step: 2
// lesson: empty-batch
#include "streams.hpp"

#define batch reference_batch
#include <solutions/exo45-streams/streams.cpp>
#undef batch

namespace exo45 {

namespace {

class Windows : public Source<Batch> {
 public:
  Windows(Stream<Scan> source, std::size_t count, Milliseconds max_wait)
      : reader_(std::move(source)), count_(count), max_wait_(max_wait) {}

  asio::awaitable<std::optional<Batch>> next() override {
    const auto executor = co_await asio::this_coro::executor;
    if (!bell_) bell_ = std::make_shared<Bell>(executor);
    auto& timer = bell_->timer;
    timer.expires_after(max_wait_);
    bool ended = false;
    Batch batch;
    while (batch.size() < count_) {
      reader_.ask(executor, bell_);
      while (!reader_.done() && Clock::now() < timer.expiry())
        co_await ring(timer);
      if (!reader_.done()) break;
      if (reader_.failed() && !batch.empty()) break;
      auto scan = reader_.take();
      ended = !scan;
      if (ended) break;
      batch.push_back(std::move(*scan));
    }
    if (batch.empty() && ended) co_return std::nullopt;
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
      std::make_unique<Windows>(std::move(source), count, max_wait));
}

}  // namespace exo45
