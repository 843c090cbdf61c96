// The one who awaits leaves a function to be called; only the green die rolls
// in the background.
#include <asio/async_result.hpp>
#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/post.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>
#include <functional>
#include <future>
#include <tuple>
#include <utility>

#include "futures.hpp"

namespace exo30 {

namespace {

int with_margin(int cost) { return cost + (cost - cost % 4) / 4; }

// Ends when `promise` has what the work ended with.
template <class T>
asio::awaitable<void> fulfil(std::promise<T>& promise,
                             asio::awaitable<T> work) {
  try {
    promise.set_value(co_await std::move(work));
  } catch (...) {
    promise.set_exception(std::current_exception());
  }
}

struct Ticket {
  asio::any_io_executor executor;
  bool called = false;
  std::exception_ptr error;
  int value = 0;
  std::function<void()> call;

  void end(std::exception_ptr with_error, int with_value) {
    called = true;
    error = with_error;
    value = with_value;
    if (call) asio::post(executor, std::move(call));
  }
};

asio::awaitable<int> redeem(std::shared_ptr<Ticket> ticket) {
  if (!ticket->called) {
    auto leave_number = [](auto handler, Ticket* ticket) {
      auto kept = std::make_shared<decltype(handler)>(std::move(handler));
      ticket->call = [kept] { std::move (*kept)(); };
    };
    co_await asio::async_initiate<decltype(asio::use_awaitable), void()>(
        leave_number, asio::use_awaitable, ticket.get());
  }
  if (ticket->error) std::rethrow_exception(ticket->error);
  co_return ticket->value;
}

}  // namespace

asio::awaitable<int> price_tag(std::string item, Supplier ask_supplier) {
  co_return with_margin(co_await ask_supplier(item));
}

asio::awaitable<Quote> quote(std::string item, Supplier ask_supplier,
                             Bank ask_bank) {
  const auto euros = co_await price_tag(item, ask_supplier);
  co_return Quote{euros, co_await ask_bank(euros)};
}

template <class T>
T block_on(asio::awaitable<T> work) {
  std::promise<T> promise;
  asio::io_context context;
  asio::co_spawn(context, fulfil(promise, std::move(work)),
                 [](std::exception_ptr) {});
  context.run();
  return promise.get_future().get();
}

template int block_on(asio::awaitable<int> work);
template Piece block_on(asio::awaitable<Piece> work);

Handle start(asio::any_io_executor executor, asio::awaitable<int> work) {
  auto ticket = std::make_shared<Ticket>();
  ticket->executor = executor;
  asio::co_spawn(executor, std::move(work), [ticket](auto error, auto value) {
    ticket->end(error, value);
  });
  return std::bind(redeem, ticket);
}

void lay(Tray& tray, std::exception_ptr error, int value) {
  std::tie(tray.laid, tray.error, tray.value) =
      std::make_tuple(true, error, value);
  tray.bell.cancel();
}

asio::awaitable<int> result_of(Tray& tray) {
  if (tray.error) std::rethrow_exception(tray.error);
  if (tray.laid) co_return tray.value;
  auto leave_number = [](auto handler, Tray* tray) {
    auto kept = std::make_shared<decltype(handler)>(std::move(handler));
    tray->bell.async_wait([kept](asio::error_code) { std::move (*kept)(); });
  };
  co_await asio::async_initiate<decltype(asio::use_awaitable), void()>(
      leave_number, asio::use_awaitable, &tray);
  co_return co_await result_of(tray);
}

asio::awaitable<int> throw_dice(Die red, Die green) {
  const auto executor = co_await asio::this_coro::executor;
  const auto greens = start(executor, green());
  const int reds = co_await red();
  co_return reds + co_await greens();
}

}  // namespace exo30
