// Counts the money in an int.
// breaks: "then the money is moved: true."
// step: 4
// lesson: number-cut
#include "shared_state.hpp"

asio::awaitable<bool> exo33::transfer(Vault& from, Vault& to, long amount,
                                      Work audit) {
  Vault& first = from.number < to.number ? from : to;
  Vault& second = from.number < to.number ? to : from;

  bool moved = false;
  const Work move = [&]() -> asio::awaitable<void> {
    if (from.page.read() < amount) co_return;
    co_await audit();
    const int left = static_cast<int>(from.page.read() - amount);
    const int sum = static_cast<int>(to.page.read() + amount);
    from.page.write(left);
    try {
      to.page.write(sum);
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
