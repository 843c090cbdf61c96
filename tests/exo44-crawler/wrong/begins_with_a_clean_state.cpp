// Resets the cancellation state before it goes on, and so takes the order away
// from whoever calls.
// breaks: "Cancelled while it waits, it throws operation_aborted and does not
//   fetch; the others go on as if it had never come."
// step: 3
// lesson: order-erased
#include <exo44-crawler/plain_turns.hpp>

namespace exo44 {

namespace {

struct BeginsWithACleanState : plain::Doors {
  using Doors::Doors;

  asio::awaitable<void> wait_at(plain::Host& host) override {
    std::exception_ptr failure;
    try {
      co_await Doors::wait_at(host);
    } catch (...) {
      failure = std::current_exception();
    }
    co_await asio::this_coro::reset_cancellation_state();
    if (failure) std::rethrow_exception(failure);
  }
};

}  // namespace

Fetch politely(Fetch fetch, Manners manners) {
  return plain::in_turn(
      std::make_shared<BeginsWithACleanState>(std::move(fetch), manners));
}

}  // namespace exo44
