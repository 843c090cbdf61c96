// Reads the second page between the two writings, and outside the try block.
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
    const long there = to.page.read();
    try {
      to.page.write(there + amount);
    } catch (...) {
      from.page.write(from.page.read() + amount);
      throw;
    }
    co_return true;
  };
  co_return co_await plain::alone_with_both(from, to, move);
}
