// Pauses after each scan, and asks then.
// breaks: "A scan that comes later than that is given at once; so is the
//   first one."
// breaks: "The end and failures do not wait."
// step: 2
// lesson: paused-for-nothing
#include "streams.hpp"

#define throttle reference_throttle
#include <solutions/exo45-streams/streams.cpp>
#undef throttle

namespace exo45 {

namespace {

class Pauses : public Source<Scan> {
 public:
  Pauses(Stream<Scan> source, Milliseconds pause)
      : source_(std::move(source)), pause_(pause) {}

  asio::awaitable<std::optional<Scan>> next() override {
    if (given_) {
      asio::steady_timer pause(co_await asio::this_coro::executor, pause_);
      co_await ring(pause);
    }
    auto scan = co_await source_.next();
    given_ = Clock::now();
    co_return scan;
  }

 private:
  Stream<Scan> source_;
  const Milliseconds pause_;
  std::optional<Clock::time_point> given_;
};

}  // namespace

Stream<Scan> throttle(Stream<Scan> source, Milliseconds pause) {
  return Stream<Scan>(std::make_unique<Pauses>(std::move(source), pause));
}

}  // namespace exo45
