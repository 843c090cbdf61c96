// When does work begin, what keeps a context running, and how does it end?
#include <fmt/format.h>

#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/executor_work_guard.hpp>
#include <asio/io_context.hpp>
#include <asio/post.hpp>
#include <asio/signal_set.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <csignal>
#include <system_error>

// begin family
asio::awaitable<void> child() {
  fmt::print("  child: begins\n");
  co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
  fmt::print("  child: goes on\n");
}

asio::awaitable<void> parent() {
  fmt::print("parent: before co_spawn\n");
  asio::co_spawn(co_await asio::this_coro::executor, child(), asio::detached);
  fmt::print("parent: after co_spawn\n");
}
// end family

// begin guard
void guarded() {
  asio::io_context context;
  fmt::print("no work: run() has run {} handlers\n", context.run());
  context.restart();  // or the next run() returns at once
  auto guard = asio::make_work_guard(context);
  asio::post(context, [&] {
    fmt::print("the guard is let go\n");
    guard.reset();
  });
  fmt::print("with a guard: {} handler\n", context.run());
}
// end guard

// begin shutdown
asio::awaitable<void> serve(asio::steady_timer& closing) {
  try {
    co_await closing.async_wait(asio::use_awaitable);  // stands for accept
  } catch (const std::system_error&) {
    fmt::print("server: no new guests; those inside may finish\n");
  }
}

void until_signalled() {
  asio::io_context context;
  asio::steady_timer closing(context, asio::steady_timer::time_point::max());
  asio::signal_set signals(context, SIGINT, SIGTERM);
  signals.async_wait([&](asio::error_code error, int) {
    if (!error) closing.cancel();  // and not context.stop()
  });
  asio::co_spawn(context, serve(closing), asio::detached);
  context.poll();
  std::raise(SIGTERM);  // what `kill` does from outside
  context.run();
  fmt::print("main: nothing is left to do\n");
}
// end shutdown

int main() {
  asio::io_context context;
  asio::co_spawn(context, parent(), asio::detached);
  fmt::print("main: co_spawn from outside has run nothing\n");
  context.run();
  guarded();
  until_signalled();
}
