// Waits for a moment only.
// breaks: "After an error of accept, it tries again `accept_pause` later, and
//   not sooner."
// step: 2
// lesson: accept-error-spins
#include <exo38-server/plain_door.hpp>

namespace exo38 {

namespace {

struct AShorterPause : plain::Door {
  using Door::Door;

  asio::awaitable<bool> goes_on_after(asio::error_code) override {
    pause.expires_after(accept_pause / 10);
    co_await pause.async_wait(as_result);
    co_return true;
  }
};

}  // namespace

asio::awaitable<void> serve(tcp::acceptor& acceptor, Handler handler) {
  return plain::serve<AShorterPause>(acceptor, std::move(handler));
}

}  // namespace exo38
