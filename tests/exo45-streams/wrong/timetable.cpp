// Each scan has its time, counted from the first one.
// breaks: "At least `pause` passes between one scan that it gives and the
//   next one."
// step: 2
// lesson: too-fast
#include "streams.hpp"

#define throttle reference_throttle
#include <solutions/exo45-streams/streams.cpp>
#undef throttle

namespace exo45 {

namespace {

class Timetable : public Source<Scan> {
 public:
  Timetable(Stream<Scan> source, Milliseconds pause)
      : source_(std::move(source)), pause_(pause) {}

  asio::awaitable<std::optional<Scan>> next() override {
    auto scan = co_await source_.next();
    if (!scan) co_return std::nullopt;
    if (given_ && Clock::now() < *given_ + pause_) {
      asio::steady_timer pause(co_await asio::this_coro::executor,
                               *given_ + pause_);
      co_await ring(pause);
    }
    given_ = given_ ? *given_ + pause_ : Clock::now();
    co_return scan;
  }

 private:
  Stream<Scan> source_;
  const Milliseconds pause_;
  std::optional<Clock::time_point> given_;
};

}  // namespace

Stream<Scan> throttle(Stream<Scan> source, Milliseconds pause) {
  return Stream<Scan>(std::make_unique<Timetable>(std::move(source), pause));
}

}  // namespace exo45
