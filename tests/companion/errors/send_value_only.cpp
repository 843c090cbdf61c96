// Sends a value without an error code.
// explained: error-code-first
#include <asio/awaitable.hpp>
#include <asio/experimental/channel.hpp>
#include <asio/use_awaitable.hpp>

using Pass = asio::experimental::channel<void(asio::error_code, int)>;
asio::awaitable<void> take(Pass& pass) {
  co_await pass.async_send(5, asio::use_awaitable);
}
