// Who is told to stop stays in the queue.
// breaks: "Cancelled while it waits, it throws operation_aborted and does not
//   fetch; the others go on as if it had never come."
// step: 3
// lesson: lost-in-the-queue
#include <exo44-crawler/plain_turns.hpp>

namespace exo44 {

namespace {

struct StaysInTheQueue : plain::Doors {
  using Doors::Doors;

  asio::awaitable<void> wait_at(plain::Host& host) override {
    const auto executor = co_await asio::this_coro::executor;
    const auto turn = join(executor, host);
    while (!may_go(*turn)) co_await hear(*turn);
    leave(turn);
  }
};

}  // namespace

Fetch politely(Fetch fetch, Manners manners) {
  return plain::in_turn(
      std::make_shared<StaysInTheQueue>(std::move(fetch), manners));
}

}  // namespace exo44
