// Locks only the vault that the money comes from.
// breaks: "Nobody else uses either vault from the first look at a page to the
//   end."
// step: 4
// lesson: checked-outside
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

  co_await from.mutex.alone(move);
  co_return moved;
}
