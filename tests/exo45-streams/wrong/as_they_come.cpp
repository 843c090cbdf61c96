// Gives each scan when it comes.
// breaks: "The scans come in the order of the calls."
// step: 4
// lesson: order-lost
#include "streams.hpp"

#define buffered reference_buffered
#include <solutions/exo45-streams/streams.cpp>
#undef buffered

namespace exo45 {

namespace {

class Unordered : public Source<Scan> {
 public:
  Unordered(Stream<Call> calls, std::size_t limit)
      : reader_(std::move(calls)), limit_(limit) {}

  asio::awaitable<std::optional<Scan>> next() override {
    const auto executor = co_await asio::this_coro::executor;
    if (!bell_) bell_ = std::make_shared<Bell>(executor);
    for (;;) {
      for (auto it = row_.begin(); it != row_.end(); ++it) {
        if (!it->done()) continue;
        auto call = std::move(*it);
        row_.erase(it);
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
  std::list<Errand<Scan>> row_;
  bool ended_ = false;
  std::shared_ptr<Bell> bell_;
};

}  // namespace

Stream<Scan> buffered(Stream<Call> calls, std::size_t limit) {
  return Stream<Scan>(std::make_unique<Unordered>(std::move(calls), limit));
}

}  // namespace exo45
