// Dropped, it reads the rest of the belt in the background.
// breaks: "When a stream has thrown, or is dropped, all that it has begun is
//   told to stop, and its sources are destroyed once that has stopped."
// step: 2
// lesson: left-running
#include "streams.hpp"

#define batch reference_batch
#include <solutions/exo45-streams/streams.cpp>
#undef batch

#include <asio/detached.hpp>

namespace exo45 {

namespace {

asio::awaitable<void> read_the_rest(Stream<Batch> stream) {
  for (;;) {
    const auto value = co_await stream.next();
    if (!value) break;
  }
}

class Drained : public Source<Batch> {
 public:
  explicit Drained(Stream<Scan> source, std::size_t count,
                   Milliseconds max_wait)
      : stream_(reference_batch(std::move(source), count, max_wait)) {}
  ~Drained() override {
    if (executor_)
      asio::co_spawn(executor_, read_the_rest(std::move(stream_)),
                     asio::detached);
  }

  asio::awaitable<std::optional<Batch>> next() override {
    executor_ = co_await asio::this_coro::executor;
    co_return co_await stream_.next();
  }

 private:
  Stream<Batch> stream_;
  asio::any_io_executor executor_;
};

}  // namespace

Stream<Batch> batch(Stream<Scan> source, std::size_t count,
                    Milliseconds max_wait) {
  return Stream<Batch>(
      std::make_unique<Drained>(std::move(source), count, max_wait));
}

}  // namespace exo45
