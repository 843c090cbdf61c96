// Gives the lock back after the work, unless the work throws.
// breaks: "The next one is let in when the work has ended, be it by an
//   exception"
// step: 3
// lesson: lock-kept
#include <exo33-shared-state/plain_mutex.hpp>

namespace exo33 {

namespace {

struct NoReleaseOnException : plain::Places {
  using Places::Places;

  asio::awaitable<void> in_turn(Work work) override {
    co_await come_in();
    co_await work();
    give_back();
  }
};

}  // namespace

std::shared_ptr<plain::Places> plain::make_places(
    asio::any_io_executor executor, int limit) {
  return std::make_shared<NoReleaseOnException>(executor, limit);
}

}  // namespace exo33
