// A coroutine for each belt reads it to its end, into a queue.
// breaks: "Of each source it holds at most one scan."
// step: 3
// lesson: reads-ahead
#include "streams.hpp"

#define merge reference_merge
#include <solutions/exo45-streams/streams.cpp>
#undef merge

namespace exo45 {

namespace {

struct Arrived {
  explicit Arrived(const asio::any_io_executor& executor) : bell(executor) {}
  Bell bell;
  std::deque<Scan> scans;
  std::exception_ptr failure;
};

asio::awaitable<bool> read_all(std::shared_ptr<Stream<Scan>> source,
                               std::shared_ptr<Arrived> arrived) {
  try {
    while (auto scan = co_await source->next()) {
      arrived->scans.push_back(std::move(*scan));
      arrived->bell.timer.cancel();
    }
  } catch (...) {
    if (!arrived->failure) arrived->failure = std::current_exception();
  }
  arrived->bell.timer.cancel();
  co_return true;
}

class Reads : public Source<Scan> {
 public:
  explicit Reads(std::vector<Stream<Scan>> sources)
      : sources_(std::move(sources)) {}

  asio::awaitable<std::optional<Scan>> next() override {
    const auto executor = co_await asio::this_coro::executor;
    if (!arrived_) {
      arrived_ = std::make_shared<Arrived>(executor);
      auto bell = std::make_shared<Bell>(executor);
      for (auto& source : sources_)
        readers_.emplace_back(
            executor,
            read_all(std::make_shared<Stream<Scan>>(std::move(source)),
                     arrived_),
            nullptr, bell);
      sources_.clear();
    }
    for (;;) {
      if (!arrived_->scans.empty()) {
        auto scan = std::move(arrived_->scans.front());
        arrived_->scans.pop_front();
        co_return scan;
      }
      if (arrived_->failure) std::rethrow_exception(arrived_->failure);
      bool over = true;
      for (auto& reader : readers_) over = over && reader.done();
      if (over) co_return std::nullopt;
      co_await ring(arrived_->bell.timer);
    }
  }

 private:
  std::vector<Stream<Scan>> sources_;
  std::list<Errand<bool>> readers_;
  std::shared_ptr<Arrived> arrived_;
};

}  // namespace

Stream<Scan> merge(std::vector<Stream<Scan>> sources) {
  return Stream<Scan>(std::make_unique<Reads>(std::move(sources)));
}

}  // namespace exo45
