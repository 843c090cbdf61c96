// Lets the vaults go during the audit, because audits are slow.
// breaks: "Nobody else uses either vault from the first look at a page to the
//   end."
// step: 4
// lesson: checked-outside
#include "shared_state.hpp"

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
