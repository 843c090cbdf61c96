// Does not put the money back when the second page cannot be written.
// breaks: "What a page throws reaches the caller, and nothing has changed on
//   either."
// step: 4
// lesson: no-way-back
#include <exo33-shared-state/plain_transfer.hpp>

asio::awaitable<bool> exo33::transfer(Vault& from, Vault& to, long amount,
                                      Work audit) {
  const auto move = [&]() -> asio::awaitable<bool> {
    if (from.page.read() < amount) co_return false;
    co_await audit();
    from.page.write(from.page.read() - amount);
    to.page.write(to.page.read() + amount);
    co_return true;
  };
  co_return co_await plain::alone_with_both(from, to, move);
}
