// Takes the money out before the audit.
// breaks: "What the audit throws reaches the caller, and nothing has changed."
// step: 4
// lesson: half-a-transfer
#include <exo33-shared-state/plain_transfer.hpp>

asio::awaitable<bool> exo33::transfer(Vault& from, Vault& to, long amount,
                                      Work audit) {
  const auto move = [&]() -> asio::awaitable<bool> {
    if (from.page.read() < amount) co_return false;
    from.page.write(from.page.read() - amount);
    co_await audit();
    to.page.write(to.page.read() + amount);
    co_return true;
  };
  co_return co_await plain::alone_with_both(from, to, move);
}
