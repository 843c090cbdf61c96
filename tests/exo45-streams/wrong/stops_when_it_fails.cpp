// Stops at its belts when it fails or is cancelled, and not when it is dropped.
// breaks: "When a stream has thrown, or is dropped, all that it has begun is
//   told to stop, and its sources are destroyed once that has stopped."
// step: 3
// lesson: left-running
#include "streams.hpp"

#define merge reference_merge
#include <solutions/exo45-streams/streams.cpp>
#undef merge

namespace exo45 {

namespace {

class Meeting : public Source<Scan> {
 public:
  explicit Meeting(std::vector<Stream<Scan>> sources) {
    for (auto& source : sources)
      belts_.push_back(std::make_shared<Belt>(std::move(source)));
  }

  asio::awaitable<std::optional<Scan>> next() override {
    try {
      co_return co_await first();
    } catch (...) {
      for (auto& belt : belts_)
        if (belt->asked && !belt->done)
          belt->stop.emit(asio::cancellation_type::terminal);
      throw;
    }
  }

 private:
  struct Belt {
    explicit Belt(Stream<Scan> source) : source(std::move(source)) {}
    Stream<Scan> source;
    bool asked = false;
    std::uint64_t done = 0;
    std::exception_ptr failure;
    std::optional<Scan> scan;
    asio::cancellation_signal stop;
  };

  asio::awaitable<std::optional<Scan>> first() {
    const auto executor = co_await asio::this_coro::executor;
    if (!bell_) bell_ = std::make_shared<Bell>(executor);
    while (!belts_.empty()) {
      std::shared_ptr<Belt> first;
      for (auto& belt : belts_) {
        ask(executor, belt);
        if (belt->done && (!first || belt->done < first->done)) first = belt;
      }
      if (!first) {
        co_await ring(bell_->timer);
        continue;
      }
      first->asked = false;
      first->done = 0;
      if (first->failure) std::rethrow_exception(first->failure);
      if (first->scan) co_return std::exchange(first->scan, std::nullopt);
      std::erase(belts_, first);
    }
    co_return std::nullopt;
  }

  void ask(const asio::any_io_executor& executor,
           const std::shared_ptr<Belt>& belt) {
    if (std::exchange(belt->asked, true)) return;
    asio::co_spawn(
        executor, belt->source.next(),
        asio::bind_cancellation_slot(
            belt->stop.slot(), [belt, bell = bell_](std::exception_ptr failure,
                                                    std::optional<Scan> scan) {
              belt->done = ++bell->rung;
              belt->failure = failure;
              belt->scan = std::move(scan);
              bell->timer.cancel();
            }));
  }

  std::vector<std::shared_ptr<Belt>> belts_;
  std::shared_ptr<Bell> bell_;
};

}  // namespace

Stream<Scan> merge(std::vector<Stream<Scan>> sources) {
  return Stream<Scan>(std::make_unique<Meeting>(std::move(sources)));
}

}  // namespace exo45
