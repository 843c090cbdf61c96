// Dropped, it reads the rest of the calls in the background.
// breaks: "When a stream has thrown, or is dropped, all that it has begun is
//   told to stop, and its sources are destroyed once that has stopped."
// step: 4
// lesson: left-running
#include "streams.hpp"

#define buffered reference_buffered
#include <solutions/exo45-streams/streams.cpp>
#undef buffered

#include <asio/detached.hpp>

namespace exo45 {

namespace {

asio::awaitable<void> read_the_rest(Stream<Scan> stream) {
  for (;;) {
    const auto value = co_await stream.next();
    if (!value) break;
  }
}

class Drained : public Source<Scan> {
 public:
  explicit Drained(Stream<Call> calls, std::size_t limit)
      : stream_(reference_buffered(std::move(calls), limit)) {}
  ~Drained() override {
    if (executor_)
      asio::co_spawn(executor_, read_the_rest(std::move(stream_)),
                     asio::detached);
  }

  asio::awaitable<std::optional<Scan>> next() override {
    executor_ = co_await asio::this_coro::executor;
    co_return co_await stream_.next();
  }

 private:
  Stream<Scan> stream_;
  asio::any_io_executor executor_;
};

}  // namespace

Stream<Scan> buffered(Stream<Call> calls, std::size_t limit) {
  return Stream<Scan>(std::make_unique<Drained>(std::move(calls), limit));
}

}  // namespace exo45
