// Waits until the hub has come as far as the id.
// breaks: "An id that this hub has not given yet is from an earlier life of it,
//   and is taken for 0: nothing was seen."
// step: 2
// lesson: earlier-life
#include <exo46-notify/plain_hub.hpp>

namespace exo46 {

namespace {

struct WaitsForItsId : Hub::State {
  using State::State;

  Id seen_by(Id after) override { return after; }
};

}  // namespace

Hub::Hub(asio::any_io_executor executor, std::size_t capacity)
    : state_(std::make_shared<WaitsForItsId>(std::move(executor), capacity)) {}

}  // namespace exo46
