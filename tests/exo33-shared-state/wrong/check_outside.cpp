// Looks at the money first, and locks the vaults afterwards.
// step: 3
// lesson: checked-outside
#include "shared_state.hpp"

#define transfer reference_transfer
#include <solutions/exo33-shared-state/shared_state.cpp>
#undef transfer

asio::awaitable<bool> exo33::transfer(Vault& from, Vault& to, long amount,
                                      Work audit) {
  const long balance = from.page.read();
  if (balance < amount) co_return false;
  Vault& first = from.number < to.number ? from : to;
  Vault& second = from.number < to.number ? to : from;
  const auto move = [&]() -> asio::awaitable<void> {
    co_await audit();
    from.page.write(balance - amount);
    to.page.write(to.page.read() + amount);
  };
  const auto move_alone = [&] { return second.mutex.alone(move); };
  co_await first.mutex.alone(move_alone);
  co_return true;
}
