// One lock for all transfers, so that no order matters.
// breaks: "Other vaults stay free."
// step: 4
// lesson: one-lock-for-all
#include "shared_state.hpp"

asio::awaitable<bool> exo33::transfer(Vault& from, Vault& to, long amount,
                                      Work audit) {
  // The lock of vault 0 stands for all.
  static Vault* zero = nullptr;
  if (from.number == 0) zero = &from;
  if (to.number == 0) zero = &to;
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
  co_await zero->mutex.alone(move);
  co_return moved;
}
