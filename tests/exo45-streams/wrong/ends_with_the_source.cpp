// The source has ended: so has the stream.
// breaks: "It ends when the source has ended and all scans are given."
// step: 4
// lesson: when-it-ends
#include "streams.hpp"

#define buffered reference_buffered
#include <solutions/exo45-streams/streams.cpp>
#undef buffered

namespace exo45 {

namespace {

class Cut : public Source<Scan> {
 public:
  Cut(Stream<Call> calls, std::size_t limit)
      : reader_(std::move(calls)), limit_(limit) {}

  asio::awaitable<std::optional<Scan>> next() override {
    const auto executor = co_await asio::this_coro::executor;
    if (!bell_) bell_ = std::make_shared<Bell>(executor);
    for (;;) {
      if (!row_.empty() && row_.front().done()) {
        auto call = std::move(row_.front());
        row_.pop_front();
        co_return call.take();
      }
      if (!ended_ && row_.size() < limit_) reader_.ask(executor, bell_);
      if (reader_.done() && (row_.empty() || !reader_.failed())) {
        auto call = reader_.take();
        ended_ = !call;
        if (call) row_.emplace_back(executor, std::move(*call), nullptr, bell_);
        continue;
      }
      if (ended_) co_return std::nullopt;
      co_await ring(bell_->timer);
    }
  }

 private:
  Reader<Call> reader_;
  const std::size_t limit_;
  std::deque<Errand<Scan>> row_;
  bool ended_ = false;
  std::shared_ptr<Bell> bell_;
};

}  // namespace

Stream<Scan> buffered(Stream<Call> calls, std::size_t limit) {
  return Stream<Scan>(std::make_unique<Cut>(std::move(calls), limit));
}

}  // namespace exo45
