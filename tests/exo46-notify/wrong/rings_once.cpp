// Rings for one of them, who should pass it on.
// breaks: "It gives the notices since subscribe(), each once, in the order of
//   their ids: at once what is there, and else as soon as it is published."
// step: 1
// lesson: never-woken
#include <exo46-notify/plain_hub.hpp>

namespace exo46 {

namespace {

struct RingsOnce : Hub::State {
  using State::State;

  void ring() override {
    if (!places.empty()) places.front().bell.cancel();
  }
};

}  // namespace

Hub::Hub(asio::any_io_executor executor, std::size_t capacity)
    : state_(std::make_shared<RingsOnce>(std::move(executor), capacity)) {}

}  // namespace exo46
