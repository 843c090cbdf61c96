// Waits for the bell before it looks what is there.
// breaks: "It gives the notices since subscribe(), each once, in the order of
//   their ids: at once what is there, and else as soon as it is published."
// step: 1
// lesson: never-woken
#include <exo46-notify/plain_hub.hpp>

namespace exo46 {

namespace {

struct WaitsBeforeItLooks : Hub::State {
  using State::State;

  asio::awaitable<void> wait_for_news(plain::Place& place) override {
    do co_await hear(place);
    while (place.seen >= last);
  }
};

}  // namespace

Hub::Hub(asio::any_io_executor executor, std::size_t capacity)
    : state_(std::make_shared<WaitsBeforeItLooks>(std::move(executor),
                                                  capacity)) {}

}  // namespace exo46
