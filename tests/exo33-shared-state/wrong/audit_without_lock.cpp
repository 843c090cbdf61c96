// Lets the vaults go during the audit, because audits are slow.
// step: 3
// lesson: checked-outside
#include "shared_state.hpp"

#define transfer reference_transfer
#include <solutions/exo33-shared-state/shared_state.cpp>
#undef transfer

asio::awaitable<bool> exo33::transfer(Vault& from, Vault& to, long amount,
                                      Work audit) {
  bool enough = false;
  const auto look = [&]() -> asio::awaitable<void> {
    enough = from.page.read() >= amount;
    co_return;
  };
  co_await from.mutex.alone(look);
  if (!enough) co_return false;
  co_await audit();
  const auto take = [&]() -> asio::awaitable<void> {
    from.page.write(from.page.read() - amount);
    co_return;
  };
  co_await from.mutex.alone(take);
  const auto put = [&]() -> asio::awaitable<void> {
    to.page.write(to.page.read() + amount);
    co_return;
  };
  co_await to.mutex.alone(put);
  co_return true;
}
