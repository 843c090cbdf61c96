// Looks at the money first, and locks the vaults afterwards.
// breaks: "Nobody else uses either vault from the first look at a page to the
//   end."
// step: 4
// lesson: checked-outside
#include <exo33-shared-state/plain_transfer.hpp>

asio::awaitable<bool> exo33::transfer(Vault& from, Vault& to, long amount,
                                      Work audit) {
  const long balance = from.page.read();
  if (balance < amount) co_return false;
  const auto move = [&]() -> asio::awaitable<bool> {
    co_await audit();
    from.page.write(balance - amount);
    to.page.write(to.page.read() + amount);
    co_return true;
  };
  co_return co_await plain::alone_with_both(from, to, move);
}
