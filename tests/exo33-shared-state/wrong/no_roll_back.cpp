// Does not put the money back when the second page cannot be written.
// breaks: "What a page throws reaches the caller, and nothing has changed on
//   either."
// step: 4
// lesson: no-way-back
#include "shared_state.hpp"

asio::awaitable<bool> exo33::transfer(Vault& from, Vault& to, long amount,
                                      Work audit) {
  Vault& first = from.number < to.number ? from : to;
  Vault& second = from.number < to.number ? to : from;

  bool moved = false;
  const Work move = [&]() -> asio::awaitable<void> {
    if (from.page.read() < amount) co_return;
    co_await audit();
    from.page.write(from.page.read() - amount);
    to.page.write(to.page.read() + amount);
    moved = true;
  };

  const Work move_alone = [&] { return second.mutex.alone(move); };
  co_await first.mutex.alone(move_alone);
  co_return moved;
}
