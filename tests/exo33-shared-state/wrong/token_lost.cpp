// A channel full of tokens, put back with try_send: Asio 1.22 refuses one when
// the only receiver was cancelled.
// breaks: "At whatever moment somebody is cancelled, no turn is lost."
// step: 3
// lesson: turn-lost
#include <asio/error.hpp>
#include <asio/experimental/concurrent_channel.hpp>
#include <asio/redirect_error.hpp>
#include <asio/use_awaitable.hpp>
#include <exo33-shared-state/plain_mutex.hpp>
#include <system_error>

namespace exo33 {

namespace {

using Tokens =
    asio::experimental::concurrent_channel<void(asio::error_code, int)>;

struct TokenLost : plain::Places {
  TokenLost(asio::any_io_executor executor, int limit)
      : Places(executor, limit), tokens(executor, limit) {
    for (int i = 0; i < limit; ++i) tokens.try_send(asio::error_code(), 1);
  }

  asio::awaitable<void> come_in() override {
    asio::error_code error;
    co_await tokens.async_receive(
        asio::redirect_error(asio::use_awaitable, error));
    if (error) throw std::system_error(asio::error::operation_aborted);
  }
  void give_back() override { tokens.try_send(asio::error_code(), 1); }

  Tokens tokens;
};

}  // namespace

std::shared_ptr<plain::Places> plain::make_places(
    asio::any_io_executor executor, int limit) {
  return std::make_shared<TokenLost>(executor, limit);
}

}  // namespace exo33
