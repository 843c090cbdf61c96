// The window has an alarm of its own, which nobody stops.
// breaks: "When next() has returned, nothing of it waits, but for a read
//   that is on its way."
// step: 2
// lesson: timer-left-armed
#include <exo45-streams/plain_batch.hpp>

namespace exo45 {

namespace {

struct AlarmLeftOn : plain::Batches {
  using Batches::Batches;

  void open_window() override {
    Batches::open_window();
    auto alarm = std::make_shared<asio::steady_timer>(
        bell->timer.get_executor(), max_wait);
    alarm->async_wait([alarm](asio::error_code) {});
  }
};

}  // namespace

Stream<Batch> batch(Stream<Scan> source, std::size_t count,
                    Milliseconds max_wait) {
  return plain::batch<AlarmLeftOn>(std::move(source), count, max_wait);
}

}  // namespace exo45
