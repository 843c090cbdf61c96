// Takes a cancellation for a refusal.
// breaks: "Whoever is cancelled, waiting or in the audit, lets both vaults go:
//   asio::error::operation_aborted"
// step: 4
// lesson: exception-lost
#include <asio/error.hpp>
#include <exo33-shared-state/plain_transfer.hpp>
#include <system_error>

asio::awaitable<bool> exo33::transfer(Vault& from, Vault& to, long amount,
                                      Work audit) {
  try {
    co_return co_await plain::transfer(from, to, amount, audit);
  } catch (const std::system_error& error) {
    if (error.code() != asio::error::operation_aborted) throw;
  }
  co_return false;
}
