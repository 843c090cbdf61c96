// Looks at the money first, and locks the vaults afterwards.
// breaks: "Nobody else uses either vault from the first look at a page to the
//   end."
// step: 4
// lesson: checked-outside
#include "shared_state.hpp"

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
