// Audits both vaults, one after the other.
// breaks: "Otherwise the `audit` comes first, once, then the money is moved:
//   true."
// step: 4
// lesson: called-once
#include <exo33-shared-state/plain_transfer.hpp>

asio::awaitable<bool> exo33::transfer(Vault& from, Vault& to, long amount,
                                      Work audit) {
  const auto move = [&]() -> asio::awaitable<bool> {
    if (from.page.read() < amount) co_return false;
    co_await audit();
    co_await audit();
    plain::move_money(from.page, to.page, amount);
    co_return true;
  };
  co_return co_await plain::alone_with_both(from, to, move);
}
