// Looks whether there is something new, and does not ask whether it was told to
// stop.
// breaks: "Cancelled while it waits, next() throws
//   `asio::error::operation_aborted`, and no notice is lost: the next call
//   gives it."
// step: 1
// lesson: cancelled-takes-along
#include <exo46-notify/plain_hub.hpp>

namespace exo46 {

namespace {

struct OnlyLooks : Hub::State {
  using State::State;

  asio::awaitable<void> wait_for_news(plain::Place& place) override {
    while (place.seen >= last)
      co_await place.bell.async_wait(asio::as_tuple(asio::use_awaitable));
  }
};

}  // namespace

Hub::Hub(asio::any_io_executor executor, std::size_t capacity)
    : state_(std::make_shared<OnlyLooks>(std::move(executor), capacity)) {}

}  // namespace exo46
