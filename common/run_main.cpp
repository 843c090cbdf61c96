#include <fmt/format.h>

#include <asio/co_spawn.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/io_context.hpp>
#include <asio/signal_set.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <csignal>
#include <cstdio>
#include <exception>
#include <utility>

#include "command_line.hpp"
#include "run_main.hpp"

namespace workbook {

namespace {

asio::awaitable<int> interruption(asio::signal_set& signals) {
  const int signal = co_await signals.async_wait(asio::use_awaitable);
  co_return 128 + signal;
}

// The command, or what interrupts it: the loser of || is cancelled, and has
// cleaned up before || returns.
asio::awaitable<int> perform(asio::awaitable<int> wanted) {
  using namespace asio::experimental::awaitable_operators;
  // Ctrl-C, the end of the terminal, or a kill. It lives until the command has
  // cleaned up: a second Ctrl-C must not cut that short.
  asio::signal_set signals(co_await asio::this_coro::executor, SIGINT, SIGTERM,
                           SIGHUP);
  std::exception_ptr failure;
  auto command = [&]() -> asio::awaitable<int> {
    // Caught here, because || would wait for the other side's success.
    try {
      co_return co_await std::move(wanted);
    } catch (...) {
      failure = std::current_exception();
    }
    co_return 1;
  };
  const auto status = co_await (command() || interruption(signals));
  if (status.index() == 1) co_return std::get<1>(status);
  if (failure) std::rethrow_exception(failure);
  co_return std::get<0>(status);
}

}  // namespace

int run_main(const std::function<asio::awaitable<int>()>& make) {
  int status = 1;
  try {
    asio::io_context context;
    asio::co_spawn(context, perform(make()),
                   [&](std::exception_ptr error, int result) {
                     if (error) std::rethrow_exception(error);
                     status = result;
                   });
    context.run();
  } catch (const Misuse& misuse) {
    fmt::print(stderr, "exo: {}\n", misuse.what());
    status = 2;
  } catch (const std::exception& error) {
    fmt::print(stderr, "exo: {}\n", error.what());
  }
  return status;
}

}  // namespace workbook
