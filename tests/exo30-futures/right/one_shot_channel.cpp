// The handle is a channel for one message, and the tray a bell that is awaited
// through a token; block_on has a handler of its own.
#include <asio/co_spawn.hpp>
#include <asio/experimental/channel.hpp>
#include <asio/io_context.hpp>
#include <asio/redirect_error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>
#include <optional>
#include <utility>

#include "futures.hpp"

namespace exo30 {

asio::awaitable<int> price_tag(std::string item, Supplier ask_supplier) {
  co_return co_await ask_supplier(item) * 5 / 4;
}

asio::awaitable<Quote> quote(std::string item, Supplier ask_supplier,
                             Bank ask_bank) {
  const int euros = co_await price_tag(item, ask_supplier);
  const int dollars = co_await ask_bank(euros);
  Quote both;
  both.euros = euros;
  both.dollars = dollars;
  co_return both;
}

template <class T>
T block_on(asio::awaitable<T> work) {
  asio::io_context context(1);
  std::optional<T> kept;
  std::exception_ptr failure;
  asio::co_spawn(context, std::move(work),
                 [&](std::exception_ptr error, T value) {
                   failure = error;
                   kept.emplace(std::move(value));
                 });
  context.run();
  if (failure) std::rethrow_exception(failure);
  return std::move(*kept);
}

template int block_on(asio::awaitable<int> work);
template Piece block_on(asio::awaitable<Piece> work);

void lay(Tray& tray, std::exception_ptr error, int value) {
  tray.laid = true;
  tray.value = value;
  std::swap(tray.error, error);
  tray.bell.cancel();
}

asio::awaitable<int> result_of(Tray& tray) {
  for (asio::error_code woken; !tray.laid;) {
    auto quietly = asio::redirect_error(asio::use_awaitable, woken);
    co_await tray.bell.async_wait(std::move(quietly));
  }
  if (!tray.error) co_return tray.value;
  std::rethrow_exception(tray.error);
}

Handle start(asio::any_io_executor executor, asio::awaitable<int> work) {
  using Channel = asio::experimental::channel<void(std::exception_ptr, int)>;
  auto channel = std::make_shared<Channel>(executor, 1);
  asio::co_spawn(executor, std::move(work),
                 [channel](std::exception_ptr error, int value) {
                   channel->try_send(error, value);
                 });
  return [channel] { return channel->async_receive(asio::use_awaitable); };
}

asio::awaitable<int> throw_dice(Die red, Die green) {
  auto executor = co_await asio::this_coro::executor;
  auto a = start(executor, red());
  auto b = start(executor, green());
  co_return co_await b() + co_await a();
}

}  // namespace exo30
