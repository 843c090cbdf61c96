// Looks whether it was cancelled when the money has moved.
// breaks: "Whoever is cancelled, waiting or in the audit, lets both vaults go:
//   asio::error::operation_aborted, and nothing has changed."
// step: 4
// lesson: half-a-transfer
#include <asio/cancellation_type.hpp>
#include <asio/error.hpp>
#include <asio/this_coro.hpp>
#include <exo33-shared-state/plain_transfer.hpp>
#include <system_error>

asio::awaitable<bool> exo33::transfer(Vault& from, Vault& to, long amount,
                                      Work audit) {
  const bool moved = co_await plain::transfer(from, to, amount, audit);
  const auto state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none)
    throw std::system_error(asio::error::operation_aborted);
  co_return moved;
}
