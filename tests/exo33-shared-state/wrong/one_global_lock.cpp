// One lock for all transfers, so that no order matters.
// step: 3
// lesson: one-lock-for-all
#include "shared_state.hpp"

#define transfer reference_transfer
#include <solutions/exo33-shared-state/shared_state.cpp>
#undef transfer

asio::awaitable<bool> exo33::transfer(Vault& from, Vault& to, long amount,
                                      Work audit) {
  // The lock of vault 0 stands for all.
  static Vault* zero = nullptr;
  if (from.number == 0) zero = &from;
  if (to.number == 0) zero = &to;
  bool moved = false;
  const Work move = [&] {
    return move_money(from.page, to.page, amount, audit, moved);
  };
  co_await zero->mutex.alone(move);
  co_return moved;
}
