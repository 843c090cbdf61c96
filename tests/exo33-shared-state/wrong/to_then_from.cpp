// Locks the vault the money goes to, then the other one.
// breaks: "However many transfers go on, each one ends, whatever their
//   directions."
// step: 4
// lesson: opposite-orders
#include <exo33-shared-state/plain_transfer.hpp>

asio::awaitable<bool> exo33::transfer(Vault& from, Vault& to, long amount,
                                      Work audit) {
  const auto move = [&] {
    return plain::audit_and_move(from, to, amount, audit);
  };
  co_return co_await plain::alone_with(to, from, move);
}
