// Looks whether it was cancelled when the money has moved.
// breaks: "Whoever is cancelled, waiting or in the audit, lets both vaults go:
//   asio::error::operation_aborted, and nothing has changed."
// step: 4
// lesson: half-a-transfer
#include <asio/error.hpp>
#include <asio/this_coro.hpp>
#include <system_error>

#include "shared_state.hpp"

// The solution's function goes by another name, and is called below.
#define transfer cancelled_or_not
#include <solutions/exo33-shared-state/shared_state.cpp>
#undef transfer

asio::awaitable<bool> exo33::transfer(Vault& from, Vault& to, long amount,
                                      Work audit) {
  const bool moved = co_await cancelled_or_not(from, to, amount, audit);
  const auto state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none)
    throw std::system_error(asio::error::operation_aborted);
  co_return moved;
}
