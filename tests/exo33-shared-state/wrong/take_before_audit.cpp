// Takes the money out before the audit.
// breaks: "What the audit throws reaches the caller, and nothing has changed."
// step: 4
// lesson: half-a-transfer
#include "shared_state.hpp"

asio::awaitable<bool> exo33::transfer(Vault& from, Vault& to, long amount,
                                      Work audit) {
  Vault& first = from.number < to.number ? from : to;
  Vault& second = from.number < to.number ? to : from;
  bool moved = false;
  const auto move = [&]() -> asio::awaitable<void> {
    if (from.page.read() < amount) co_return;
    from.page.write(from.page.read() - amount);
    co_await audit();
    to.page.write(to.page.read() + amount);
    moved = true;
  };
  const auto move_alone = [&] { return second.mutex.alone(move); };
  co_await first.mutex.alone(move_alone);
  co_return moved;
}
