// Audits before it looks at the money.
// breaks: "Too little money in `from`: false, without an audit, and nothing
//   is written."
// step: 4
// lesson: called-once
#include "shared_state.hpp"

asio::awaitable<bool> exo33::transfer(Vault& from, Vault& to, long amount,
                                      Work audit) {
  Vault& first = from.number < to.number ? from : to;
  Vault& second = from.number < to.number ? to : from;

  bool moved = false;
  const Work move = [&]() -> asio::awaitable<void> {
    co_await audit();
    if (from.page.read() < amount) co_return;
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
