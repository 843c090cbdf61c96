// When the source has ended, waits until all its calls are done.
// breaks: "A scan is given as soon as all before it are given."
// step: 4
// lesson: held-back
#include "streams.hpp"

#include <algorithm>

#define buffered reference_buffered
#include <solutions/exo45-streams/streams.cpp>
#undef buffered

namespace exo45 {

namespace {

class Row : public Source<Scan> {
 public:
  Row(Stream<Call> calls, std::size_t limit)
      : reader_(std::move(calls)), limit_(limit) {}

  asio::awaitable<std::optional<Scan>> next() override {
    const auto executor = co_await asio::this_coro::executor;
    if (!bell_) bell_ = std::make_shared<Bell>(executor);
    for (;;) {
      // After the end there is no hurry: all that is left is given together.
      const bool ready =
          ended_ ? std::all_of(row_.begin(), row_.end(),
                               [](auto& call) { return call.done() > 0; })
                 : !row_.empty() && row_.front().done();
      if (!row_.empty() && ready) {
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
      if (ended_ && row_.empty()) co_return std::nullopt;
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
  return Stream<Scan>(std::make_unique<Row>(std::move(calls), limit));
}

}  // namespace exo45
