// Looks at the money under one lock, then takes both.
// breaks: "Nobody else uses either vault from the first look at a page to the
//   end."
// step: 4
// lesson: checked-outside
#include <exo33-shared-state/plain_transfer.hpp>

asio::awaitable<bool> exo33::transfer(Vault& from, Vault& to, long amount,
                                      Work audit) {
  const auto look = [&]() -> asio::awaitable<bool> {
    co_return from.page.read() >= amount;
  };
  const bool enough = co_await plain::alone_with(from, look);
  if (!enough) co_return false;
  co_return co_await plain::transfer(from, to, amount, audit);
}
