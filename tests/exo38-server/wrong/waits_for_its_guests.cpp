// Returns when the last conversation has ended.
// breaks: "When the acceptor is closed, it returns, at the latest
//   `accept_pause` later."
// step: 2
// lesson: takes-its-guests-along
#include <exo38-server/plain_door.hpp>

namespace exo38 {

namespace {

struct WaitsForItsGuests : plain::Door {
  using Door::Door;

  asio::awaitable<void> run() override {
    co_await Door::run();
    while (guests > 0) co_await bell.async_wait(as_result);
  }
};

}  // namespace

asio::awaitable<void> serve(tcp::acceptor& acceptor, Handler handler) {
  return plain::serve<WaitsForItsGuests>(acceptor, std::move(handler));
}

}  // namespace exo38
