// A channel that is told its capacity, and not where it works.
// explained: nowhere-to-run
#include <asio/awaitable.hpp>
#include <asio/experimental/channel.hpp>
#include <asio/use_awaitable.hpp>

using Pass = asio::experimental::channel<void(asio::error_code, int)>;
asio::awaitable<void> nap() {
  Pass pass(3);
  co_await pass.async_send(asio::error_code{}, 1, asio::use_awaitable);
}
