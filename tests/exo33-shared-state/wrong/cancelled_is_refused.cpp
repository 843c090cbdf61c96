// Takes a cancellation for a refusal.
// breaks: "Whoever is cancelled, waiting or in the audit, lets both vaults go:
//   asio::error::operation_aborted"
// step: 4
// lesson: exception-lost
#include <asio/error.hpp>
#include <system_error>

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
    try {
      to.page.write(to.page.read() + amount);
    } catch (...) {
      from.page.write(from.page.read() + amount);
      throw;
    }
    moved = true;
  };

  const Work move_alone = [&] { return second.mutex.alone(move); };
  try {
    co_await first.mutex.alone(move_alone);
  } catch (const std::system_error& error) {
    if (error.code() != asio::error::operation_aborted) throw;
  }
  co_return moved;
}
