// Gives the lock back by co_await, which a cancelled coroutine cannot.
// breaks: "or because it was cancelled."
// step: 3
// lesson: lock-kept
#include <asio/co_spawn.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>
#include <exo33-shared-state/plain_mutex.hpp>

namespace exo33 {

namespace {

struct ReleaseWithCoAwait : plain::Places {
  using Places::Places;

  asio::awaitable<void> in_turn(Work work) override {
    co_await come_in();
    std::exception_ptr failure;
    try {
      co_await work();
    } catch (...) {
      failure = std::current_exception();
    }
    co_await asio::co_spawn(strand, leave_now(), asio::use_awaitable);
    if (failure) std::rethrow_exception(failure);
  }
  asio::awaitable<void> leave_now() {
    leave();
    co_return;
  }
};

}  // namespace

std::shared_ptr<plain::Places> plain::make_places(
    asio::any_io_executor executor, int limit) {
  return std::make_shared<ReleaseWithCoAwait>(executor, limit);
}

}  // namespace exo33
