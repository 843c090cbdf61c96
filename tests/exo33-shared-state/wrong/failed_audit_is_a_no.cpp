// Takes an audit that fails for a refusal.
// breaks: "What the audit throws reaches the caller"
// step: 4
// lesson: exception-lost
#include <exception>
#include <exo33-shared-state/plain_transfer.hpp>

asio::awaitable<bool> exo33::transfer(Vault& from, Vault& to, long amount,
                                      Work audit) {
  const auto move = [&]() -> asio::awaitable<bool> {
    if (from.page.read() < amount) co_return false;
    try {
      co_await audit();
    } catch (const std::exception&) {
      co_return false;
    }
    plain::move_money(from.page, to.page, amount);
    co_return true;
  };
  co_return co_await plain::alone_with_both(from, to, move);
}
