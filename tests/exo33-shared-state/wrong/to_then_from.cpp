// Locks the vault the money goes to, then the other one.
// breaks: "However many transfers go on, each one ends, whatever their
//   directions."
// step: 4
// lesson: opposite-orders
#include "shared_state.hpp"

asio::awaitable<bool> exo33::transfer(Vault& from, Vault& to, long amount,
                                      Work audit) {
  bool moved = false;
  const Work move = [&]() -> asio::awaitable<void> {
    if (from.page.read() < amount) co_return;
    co_await audit();
    from.page.write(from.page.read() - amount);
    try {
      to.page.write(to.page.read() + amount);
    } catch (...) {
      from.page.write(from.page.read() + amount);
      throw;
    }
    moved = true;
  };
  const Work move_alone = [&] { return from.mutex.alone(move); };
  co_await to.mutex.alone(move_alone);
  co_return moved;
}
