// Claims the next notice before it waits for it.
// breaks: "Cancelled while it waits, next() throws
//   `asio::error::operation_aborted`, and no notice is lost: the next call
//   gives it."
// step: 1
// lesson: cancelled-takes-along
#include <exo46-notify/plain_hub.hpp>

namespace exo46 {

namespace {

struct ClaimsItsPlace : Hub::State {
  using State::State;

  asio::awaitable<void> wait_for_news(plain::Place& place) override {
    ++place.seen;
    while (place.seen > last) co_await hear(place);
    --place.seen;
  }
};

}  // namespace

Hub::Hub(asio::any_io_executor executor, std::size_t capacity)
    : state_(std::make_shared<ClaimsItsPlace>(std::move(executor), capacity)) {}

}  // namespace exo46
