// For wrong answers: a transfer() that is right, in parts.
#pragma once

#include <asio/awaitable.hpp>
#include <utility>

#include "shared_state.hpp"

namespace exo33::plain {

// Moves the money, or leaves all of it where it was.
inline void move_money(Page& from, Page& to, long amount) {
  from.write(from.read() - amount);
  try {
    to.write(to.read() + amount);
  } catch (...) {
    from.write(from.read() + amount);
    throw;
  }
}

// With both vaults in hand.
inline asio::awaitable<bool> audit_and_move(Vault& from, Vault& to, long amount,
                                            const Work& audit) {
  if (from.page.read() < amount) co_return false;
  co_await audit();
  move_money(from.page, to.page, amount);
  co_return true;
}

// Awaits `move`, which says whether it has moved anything, alone with a vault.
template <class Move>
asio::awaitable<bool> alone_with(Vault& vault, const Move& move) {
  bool moved = false;
  const Work work = [&]() -> asio::awaitable<void> { moved = co_await move(); };
  co_await vault.mutex.alone(work);
  co_return moved;
}

// The same with two, which are locked in this order.
template <class Move>
asio::awaitable<bool> alone_with(Vault& first, Vault& second,
                                 const Move& move) {
  const auto move_alone = [&] { return alone_with(second, move); };
  co_return co_await alone_with(first, move_alone);
}

// The same with two, which are locked in the order of their numbers.
template <class Move>
asio::awaitable<bool> alone_with_both(Vault& one, Vault& other,
                                      const Move& move) {
  return one.number < other.number ? alone_with(one, other, move)
                                   : alone_with(other, one, move);
}

inline asio::awaitable<bool> transfer(Vault& from, Vault& to, long amount,
                                      Work audit) {
  const auto move = [&] { return audit_and_move(from, to, amount, audit); };
  co_return co_await alone_with_both(from, to, move);
}

}  // namespace exo33::plain
