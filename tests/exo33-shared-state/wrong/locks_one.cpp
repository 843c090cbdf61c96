// Locks only the vault that the money comes from.
// breaks: "Nobody else uses either vault from the first look at a page to the
//   end."
// step: 4
// lesson: checked-outside
#include <exo33-shared-state/plain_transfer.hpp>

asio::awaitable<bool> exo33::transfer(Vault& from, Vault& to, long amount,
                                      Work audit) {
  const auto move = [&] {
    return plain::audit_and_move(from, to, amount, audit);
  };
  co_return co_await plain::alone_with(from, move);
}
