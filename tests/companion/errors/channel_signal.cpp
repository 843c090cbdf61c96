// A channel of error codes alone: newer versions of Asio have it.
// explained: signal-without-a-value
#include <asio/awaitable.hpp>
#include <asio/experimental/channel.hpp>
#include <asio/use_awaitable.hpp>

using Bell = asio::experimental::channel<void(asio::error_code)>;
asio::awaitable<void> ring(Bell& bell) {
  co_await bell.async_send(asio::error_code{}, asio::use_awaitable);
}
asio::awaitable<void> hear(Bell& bell) {
  co_await bell.async_receive(asio::use_awaitable);
}
