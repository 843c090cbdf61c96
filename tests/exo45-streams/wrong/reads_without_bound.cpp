// A coroutine for each belt reads it to its end, into a queue.
// breaks: "Of each source it holds at most one scan."
// step: 3
// lesson: reads-ahead
#include <deque>
#include <exo45-streams/plain_errand.hpp>
#include <vector>

namespace exo45 {

namespace {

using Queue = std::deque<Scan>;

asio::awaitable<bool> read_all(Stream<Scan> source,
                               std::shared_ptr<Queue> queue,
                               plain::SharedBell bell) {
  while (auto scan = co_await source.next()) {
    queue->push_back(std::move(*scan));
    bell->timer.cancel();
  }
  co_return true;
}

struct ReadsWithoutBound : Source<Scan> {
  explicit ReadsWithoutBound(std::vector<Stream<Scan>> belts)
      : sources(std::move(belts)) {}

  asio::awaitable<std::optional<Scan>> next() override {
    const auto executor = co_await asio::this_coro::executor;
    if (!bell) begin(executor);
    while (queue->empty()) {
      std::erase_if(readers, is_done);
      if (readers.empty()) co_return std::nullopt;
      co_await plain::wait_at(bell->timer);
    }
    auto scan = std::move(queue->front());
    queue->pop_front();
    co_return scan;
  }
  void begin(const asio::any_io_executor& executor) {
    bell = std::make_shared<plain::Bell>(executor);
    for (auto& source : sources)
      readers.emplace_back(bell, read_all(std::move(source), queue, bell));
  }
  // Throws what its belt has thrown.
  static bool is_done(plain::Errand<bool>& reader) {
    return reader.done() && reader.take();
  }

  std::vector<Stream<Scan>> sources;
  const std::shared_ptr<Queue> queue = std::make_shared<Queue>();
  plain::SharedBell bell;
  std::list<plain::Errand<bool>> readers;
};

}  // namespace

Stream<Scan> merge(std::vector<Stream<Scan>> sources) {
  return Stream<Scan>(std::make_unique<ReadsWithoutBound>(std::move(sources)));
}

}  // namespace exo45
