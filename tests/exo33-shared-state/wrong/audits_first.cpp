// Audits before it looks at the money.
// breaks: "Too little money in `from`: false, without an audit, and nothing
//   is written."
// step: 4
// lesson: called-once
#include <exo33-shared-state/plain_transfer.hpp>

asio::awaitable<bool> exo33::transfer(Vault& from, Vault& to, long amount,
                                      Work audit) {
  const auto move = [&]() -> asio::awaitable<bool> {
    co_await audit();
    if (from.page.read() < amount) co_return false;
    plain::move_money(from.page, to.page, amount);
    co_return true;
  };
  co_return co_await plain::alone_with_both(from, to, move);
}
