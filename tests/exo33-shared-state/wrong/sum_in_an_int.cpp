// Counts the money in an int.
// breaks: "then the money is moved: true."
// step: 4
// lesson: number-cut
#include <exo33-shared-state/plain_transfer.hpp>

asio::awaitable<bool> exo33::transfer(Vault& from, Vault& to, long amount,
                                      Work audit) {
  const auto move = [&]() -> asio::awaitable<bool> {
    if (from.page.read() < amount) co_return false;
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
    co_return true;
  };
  co_return co_await plain::alone_with_both(from, to, move);
}
