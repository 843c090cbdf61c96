// Locks the vault the money comes from, then the other one.
// step: 3
// lesson: opposite-orders
#include "shared_state.hpp"

#define transfer reference_transfer
#include <solutions/exo33-shared-state/shared_state.cpp>
#undef transfer

asio::awaitable<bool> exo33::transfer(Vault& from, Vault& to, long amount,
                                      Work audit) {
  bool moved = false;
  const Work move = [&] {
    return move_money(from.page, to.page, amount, audit, moved);
  };
  const Work move_alone = [&] { return to.mutex.alone(move); };
  co_await from.mutex.alone(move_alone);
  co_return moved;
}
