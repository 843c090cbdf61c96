// One lock for all transfers, so that no order matters.
// breaks: "Other vaults stay free."
// step: 4
// lesson: one-lock-for-all
#include <exo33-shared-state/plain_transfer.hpp>

asio::awaitable<bool> exo33::transfer(Vault& from, Vault& to, long amount,
                                      Work audit) {
  // The lock of vault 0 stands for all.
  static Vault* zero = nullptr;
  if (from.number == 0) zero = &from;
  if (to.number == 0) zero = &to;
  const auto move = [&] {
    return plain::audit_and_move(from, to, amount, audit);
  };
  co_return co_await plain::alone_with(*zero, move);
}
