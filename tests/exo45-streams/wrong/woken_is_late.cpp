// Woken with nothing there: the window must be closed.
// breaks: "Cancelled while it waits, next() throws
//   `asio::error::operation_aborted`."
// step: 2
// lesson: deaf-to-cancellation
#include "streams.hpp"

#define batch reference_batch
#include <solutions/exo45-streams/streams.cpp>
#undef batch

namespace exo45 {

namespace {

class Woken : public Source<Batch> {
 public:
  Woken(Stream<Scan> source, std::size_t count, Milliseconds max_wait)
      : reader_(std::move(source)), count_(count), max_wait_(max_wait) {}

  asio::awaitable<std::optional<Batch>> next() override {
    const auto executor = co_await asio::this_coro::executor;
    if (!bell_) bell_ = std::make_shared<Bell>(executor);
    auto& timer = bell_->timer;
    timer.expires_at(Clock::time_point::max());
    Batch batch;
    while (batch.size() < count_) {
      reader_.ask(executor, bell_);
      if (!reader_.done())
        co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
      if (!reader_.done()) break;
      if (reader_.failed() && !batch.empty()) break;
      auto scan = reader_.take();
      if (!scan) break;
      if (batch.empty()) timer.expires_after(max_wait_);
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
      std::make_unique<Woken>(std::move(source), count, max_wait));
}

}  // namespace exo45
