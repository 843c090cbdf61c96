// The bell is a timer set to the past: who comes early is woken by the change,
// who comes late finds it expired. A coroutine of its own keeps the ending.
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/use_future.hpp>
#include <chrono>
#include <exception>
#include <functional>
#include <future>
#include <memory>
#include <system_error>
#include <utility>

#include "futures.hpp"

namespace exo30 {

asio::awaitable<int> price_tag(std::string item, Supplier ask_supplier) {
  auto answer = ask_supplier(std::move(item));
  int price = co_await std::move(answer);
  price += price / 4;
  co_return price;
}

asio::awaitable<Quote> quote(std::string item, Supplier ask_supplier,
                             Bank ask_bank) {
  Quote quote;
  quote.euros = co_await price_tag(std::move(item), std::move(ask_supplier));
  auto dollars = ask_bank(quote.euros);
  quote.dollars = co_await std::move(dollars);
  co_return quote;
}

template <class T>
T block_on(asio::awaitable<T> work) {
  asio::io_context context;
  std::future<T> value =
      asio::co_spawn(context.get_executor(), std::move(work), asio::use_future);
  while (value.wait_for(std::chrono::seconds(0)) != std::future_status::ready)
    context.run_one();
  return value.get();
}

template int block_on(asio::awaitable<int> work);
template Piece block_on(asio::awaitable<Piece> work);

void lay(Tray& tray, std::exception_ptr error, int value) {
  tray.error = error;
  tray.value = value;
  tray.laid = true;
  tray.bell.expires_at(asio::steady_timer::time_point::min());
}

asio::awaitable<int> result_of(Tray& tray) {
  do {
    try {
      co_await tray.bell.async_wait(asio::use_awaitable);
    } catch (const std::system_error&) {
      // Woken by the new time, or for nothing.
    }
  } while (!tray.laid);
  if (tray.error) std::rethrow_exception(tray.error);
  co_return tray.value;
}

namespace {

struct Background {
  explicit Background(asio::any_io_executor executor)
      : over(executor, asio::steady_timer::time_point::max()) {}

  asio::steady_timer over;
  std::future<int> value;
};

asio::awaitable<void> perform(std::shared_ptr<Background> background,
                              asio::awaitable<int> work) {
  std::promise<int> promise;
  background->value = promise.get_future();
  try {
    promise.set_value(co_await std::move(work));
  } catch (...) {
    promise.set_exception(std::current_exception());
  }
  background->over.expires_at(asio::steady_timer::time_point::min());
}

asio::awaitable<int> value_of(std::shared_ptr<Background> background) {
  try {
    co_await background->over.async_wait(asio::use_awaitable);
  } catch (const std::system_error&) {
    // Woken by the new time.
  }
  co_return background->value.get();  // ready: it does not block
}

}  // namespace

Handle start(asio::any_io_executor executor, asio::awaitable<int> work) {
  auto background = std::make_shared<Background>(executor);
  asio::co_spawn(executor, perform(background, std::move(work)),
                 asio::detached);
  return std::bind_front(value_of, background);
}

asio::awaitable<int> throw_dice(Die red, Die green) {
  Handle first = start(co_await asio::this_coro::executor, red());
  Handle second = start(co_await asio::this_coro::executor, green());
  int sum = co_await first();
  sum += co_await second();
  co_return sum;
}

}  // namespace exo30
