// Pauses after each scan, and asks then.
// breaks: "A scan that comes later than that is given at once; so is the
//   first one."
// breaks: "The end and failures do not wait."
// step: 2
// lesson: paused-for-nothing
#include <exo45-streams/plain_throttle.hpp>

namespace exo45 {

namespace {

struct PausesFirst : plain::Throttle {
  using Throttle::Throttle;

  asio::awaitable<std::optional<Scan>> next() override {
    if (given) {
      asio::steady_timer timer(co_await asio::this_coro::executor, pause);
      co_await plain::wait_at(timer);
    }
    auto scan = co_await source.next();
    given = true;
    co_return scan;
  }

  bool given = false;
};

}  // namespace

Stream<Scan> throttle(Stream<Scan> source, Milliseconds pause) {
  return plain::throttle<PausesFirst>(std::move(source), pause);
}

}  // namespace exo45
