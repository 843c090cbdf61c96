// The bell of somebody who has left hangs there for ever.
// breaks: "When a subscription dies, nothing is kept of it."
// step: 1
// lesson: subscriber-leaks
#include <exo46-notify/plain_hub.hpp>

namespace exo46 {

namespace {

struct NeverLeaves : Hub::State {
  using State::State;

  void leave(std::list<plain::Place>::iterator) override {}
};

}  // namespace

Hub::Hub(asio::any_io_executor executor, std::size_t capacity)
    : state_(std::make_shared<NeverLeaves>(std::move(executor), capacity)) {}

}  // namespace exo46
