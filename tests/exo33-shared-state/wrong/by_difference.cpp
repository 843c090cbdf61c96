// Orders the vaults by the difference of their numbers, which may be too large
// for an int.
// breaks: "However many transfers go on, each one ends, whatever their
//   directions."
// step: 4
// lesson: opposite-orders
#include "shared_state.hpp"

asio::awaitable<bool> exo33::transfer(Vault& from, Vault& to, long amount,
                                      Work audit) {
  const unsigned difference =
      static_cast<unsigned>(from.number) - static_cast<unsigned>(to.number);
  const int sign = static_cast<int>(difference);
  Vault& first = sign < 0 ? from : to;
  Vault& second = sign < 0 ? to : from;

  bool moved = false;
  const Work move = [&]() -> asio::awaitable<void> {
    if (from.page.read() < amount) co_return;
    co_await audit();
    from.page.write(from.page.read() - amount);
    try {
      to.page.write(to.page.read() + amount);
    } catch (...) {
      from.page.write(from.page.read() + amount);
      throw;
    }
    moved = true;
  };

  const Work move_alone = [&] { return second.mutex.alone(move); };
  co_await first.mutex.alone(move_alone);
  co_return moved;
}
