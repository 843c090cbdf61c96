// Orders the vaults by the difference of their numbers, which may be too large
// for an int.
// breaks: "However many transfers go on, each one ends, whatever their
//   directions."
// step: 4
// lesson: opposite-orders
#include <exo33-shared-state/plain_transfer.hpp>

asio::awaitable<bool> exo33::transfer(Vault& from, Vault& to, long amount,
                                      Work audit) {
  const auto move = [&] {
    return plain::audit_and_move(from, to, amount, audit);
  };

  const unsigned difference =
      static_cast<unsigned>(from.number) - static_cast<unsigned>(to.number);
  const int sign = static_cast<int>(difference);
  Vault& first = sign < 0 ? from : to;
  Vault& second = sign < 0 ? to : from;
  co_return co_await plain::alone_with(first, second, move);
}
