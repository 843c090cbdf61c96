#include "futures.hpp"

#include <asio/co_spawn.hpp>
#include <asio/error_code.hpp>
#include <asio/io_context.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/use_future.hpp>
#include <exception>
#include <future>
#include <memory>
#include <string>
#include <utility>

namespace exo30 {

asio::awaitable<int> price_tag(std::string item, Supplier ask_supplier) {
  // Kept in a variable because it is used twice: each co_await asks again.
  const int cost = co_await ask_supplier(std::move(item));
  co_return cost + cost / 4;
}

asio::awaitable<Quote> quote(std::string item, Supplier ask_supplier,
                             Bank ask_bank) {
  Quote quote;
  quote.euros = co_await price_tag(std::move(item), std::move(ask_supplier));
  quote.dollars = co_await ask_bank(quote.euros);
  // Nothing to catch: an exception leaves a coroutine at its co_await, as it
  // leaves a function at its call. Catch where you can do something about it.
  co_return quote;
}

template <class T>
T block_on(asio::awaitable<T> work) {
  asio::io_context context;
  auto value = asio::co_spawn(context, std::move(work), asio::use_future);
  // run() makes the value, get() only waits for it: the other way round, this
  // thread would wait for itself. When another thread runs the context, get()
  // alone is right. Never call either from a coroutine: there, co_await.
  context.run();
  return value.get();
}

template int block_on(asio::awaitable<int> work);
template Piece block_on(asio::awaitable<Piece> work);

void lay(Tray& tray, std::exception_ptr error, int value) {
  tray.error = std::move(error);
  tray.value = value;
  tray.laid = true;
  // Last, when all is there to be read; and for an exception, too.
  tray.bell.cancel();
}

asio::awaitable<int> result_of(Tray& tray) {
  // The bell wakes only those who wait already: look before you wait. And look
  // again after, because a bell may ring for other reasons: it is only a timer
  // that was cancelled. That error is no news here, so it must not be thrown.
  while (!tray.laid) {
    asio::error_code rung;
    co_await tray.bell.async_wait(
        asio::redirect_error(asio::use_awaitable, rung));
  }
  if (tray.error) std::rethrow_exception(tray.error);
  co_return tray.value;
}

Handle start(asio::any_io_executor executor, asio::awaitable<int> work) {
  // Shared by the work, which ends when it likes, and by the handle, which may
  // be dropped before that: whoever comes last destroys it. Each captures a
  // share of its own; a reference to this variable would outlive it.
  auto tray = std::make_shared<Tray>(executor);
  // The handler keeps the exception for the one who awaits. Rethrown here, it
  // would leave through run(), where nobody knows what it is about.
  asio::co_spawn(executor, std::move(work),
                 [tray](std::exception_ptr error, int value) {
                   lay(*tray, error, value);
                 });
  return [tray] { return result_of(*tray); };
}

asio::awaitable<int> throw_dice(Die red, Die green) {
  const auto executor = co_await asio::this_coro::executor;
  const auto first = start(executor, red());
  const auto second = start(executor, green());
  // Both roll by now, so the order of these two lines costs nothing. But if red
  // fails, green rolls on and nobody hears of it; the && of exo31 stops it.
  const int points = co_await first();
  co_return points + co_await second();
}

}  // namespace exo30
