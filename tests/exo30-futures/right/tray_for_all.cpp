// The tray of step 4 serves block_on and the dice, too.
#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/post.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>
#include <memory>
#include <utility>

#include "futures.hpp"

namespace exo30 {

asio::awaitable<int> price_tag(std::string item, Supplier ask_supplier) {
  const long cost = co_await ask_supplier(item);
  co_return static_cast<int>(cost + cost / 4);
}

asio::awaitable<Quote> quote(std::string item, Supplier ask_supplier,
                             Bank ask_bank) {
  Quote both;
  try {
    both.euros = co_await price_tag(item, ask_supplier);
    both.dollars = co_await ask_bank(both.euros);
  } catch (...) {
    throw;
  }
  co_return both;
}

template <class T>
T block_on(asio::awaitable<T> work) {
  asio::io_context context;
  std::pair<std::exception_ptr, T> end;
  bool ended = false;
  asio::co_spawn(context, std::move(work),
                 [&](std::exception_ptr error, T value) {
                   end = {error, std::move(value)};
                   ended = true;
                 });
  while (!ended) context.run_one();
  if (end.first) std::rethrow_exception(std::move(end.first));
  return std::move(end.second);
}

template int block_on(asio::awaitable<int> work);
template Piece block_on(asio::awaitable<Piece> work);

void lay(Tray& tray, std::exception_ptr error, int value) {
  tray.error = error;
  tray.value = error ? 0 : value;
  tray.laid = true;
  // Later in this thread: nobody can look in between.
  asio::post(tray.bell.get_executor(), [&] { tray.bell.cancel(); });
}

namespace {

asio::awaitable<void> sleep_at(Tray& tray) {
  asio::error_code rung;
  co_await tray.bell.async_wait(
      asio::redirect_error(asio::use_awaitable, rung));
}

asio::awaitable<void> roll(std::shared_ptr<Tray> tray, Die die) {
  try {
    const int points = co_await die();
    lay(*tray, nullptr, points);
  } catch (...) {
    lay(*tray, std::current_exception(), 0);
  }
  // The bell has rung when this comes to its end.
  co_await asio::post(asio::use_awaitable);
}

}  // namespace

asio::awaitable<int> result_of(Tray& tray) {
  while (!tray.laid) co_await sleep_at(tray);
  if (tray.error) std::rethrow_exception(tray.error);
  co_return tray.value;
}

Handle start(asio::any_io_executor executor, asio::awaitable<int> work) {
  auto tray = std::make_shared<Tray>(executor);
  const auto end = [tray](std::exception_ptr error, int value) {
    lay(*tray, std::move(error), value);
    asio::post(tray->bell.get_executor(), [tray] {});
  };
  asio::co_spawn(executor, std::move(work), end);
  return [tray]() -> asio::awaitable<int> { return result_of(*tray); };
}

asio::awaitable<int> throw_dice(Die red, Die green) {
  const auto executor = co_await asio::this_coro::executor;
  auto reds = std::make_shared<Tray>(executor);
  auto greens = std::make_shared<Tray>(executor);
  asio::co_spawn(executor, roll(reds, red), [](std::exception_ptr) {});
  asio::co_spawn(executor, roll(greens, green), [](std::exception_ptr) {});
  const int points = co_await result_of(*reds);
  co_return points + co_await result_of(*greens);
}

}  // namespace exo30
