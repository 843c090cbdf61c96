// Leaves the line when cancelled, although the lock was already handed over.
// breaks: "At whatever moment somebody is cancelled, no turn is lost."
// step: 3
// lesson: turn-lost
#include <asio/cancellation_type.hpp>
#include <asio/error.hpp>
#include <asio/this_coro.hpp>
#include <exo33-shared-state/plain_mutex.hpp>
#include <system_error>

namespace exo33 {

namespace {

struct CancelledWithTheLock : plain::Places {
  using Places::Places;

  asio::awaitable<void> enter() override {
    co_await Places::enter();
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none)
      throw std::system_error(asio::error::operation_aborted);
  }
};

}  // namespace

std::shared_ptr<plain::Places> plain::make_places(
    asio::any_io_executor executor, int limit) {
  return std::make_shared<CancelledWithTheLock>(executor, limit);
}

}  // namespace exo33
