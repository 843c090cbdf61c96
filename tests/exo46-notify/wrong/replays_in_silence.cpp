// Begins with the oldest that is there.
// breaks: "Those that are no longer kept are missed, and `missed` says so."
// step: 2
// lesson: gap-unsaid
#include <exo46-notify/plain_hub.hpp>

namespace exo46 {

namespace {

struct ReplaysInSilence : Hub::State {
  using State::State;

  Id seen_by(Id after) override {
    return std::max(State::seen_by(after), first() - 1);
  }
};

}  // namespace

Hub::Hub(asio::any_io_executor executor, std::size_t capacity)
    : state_(
          std::make_shared<ReplaysInSilence>(std::move(executor), capacity)) {}

}  // namespace exo46
