// Draws a ticket, and looks each millisecond whether its turn has come.
// breaks: "Whoever waits sleeps until the turn has come"
// step: 3
// lesson: asks-again
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <exo33-shared-state/plain_mutex.hpp>

namespace exo33 {

namespace {

struct LooksNowAndThen : plain::Places {
  using Places::Places;

  asio::awaitable<void> enter() override {
    const int ticket = drawn++;
    asio::steady_timer moment(strand);
    while (served != ticket) {
      moment.expires_after(std::chrono::milliseconds(1));
      co_await moment.async_wait(asio::use_awaitable);
    }
  }
  void leave() override { ++served; }

  int drawn = 0;
  int served = 0;
};

}  // namespace

std::shared_ptr<plain::Places> plain::make_places(
    asio::any_io_executor executor, int limit) {
  return std::make_shared<LooksNowAndThen>(executor, limit);
}

}  // namespace exo33
