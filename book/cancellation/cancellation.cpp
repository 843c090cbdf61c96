// Who hears a cancellation, and who does not.
#include <fmt/format.h>

#include <asio/awaitable.hpp>
#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>
#include <string_view>
#include <vector>

// begin works
asio::awaitable<void> for_ever() {
  asio::steady_timer never(co_await asio::this_coro::executor,
                           asio::steady_timer::time_point::max());
  co_await never.async_wait(asio::use_awaitable);
}

// Says that it can also be stopped where nothing has happened yet.
asio::awaitable<void> hears_all() {
  co_await asio::this_coro::reset_cancellation_state(
      asio::enable_total_cancellation());
  co_await for_ever();
}

// Says that now is not the moment: a shield.
asio::awaitable<void> shielded() {
  co_await asio::this_coro::reset_cancellation_state(
      asio::disable_cancellation());
  co_await for_ever();
}
// end works

// begin stop
void stop(std::string_view name, asio::awaitable<void> work,
          asio::cancellation_type type) {
  asio::io_context context;
  asio::cancellation_signal signal;
  bool ended = false;
  asio::co_spawn(context, std::move(work),
                 asio::bind_cancellation_slot(
                     signal.slot(), [&](std::exception_ptr) { ended = true; }));
  context.poll();     // now it waits
  signal.emit(type);  // on the thread where it runs, always
  context.poll();
  fmt::print("{}: {}\n", name, ended ? "has stopped" : "still waits");
}
// end stop

// begin too_late
// Both timers have expired: when the first handler runs, the second one is in
// line already, and no cancel() reaches it any more.
void too_late() {
  asio::io_context context;
  const auto now = asio::steady_timer::clock_type::now();
  asio::steady_timer first(context, now);
  asio::steady_timer second(context, now);
  first.async_wait([&](asio::error_code) {
    fmt::print("cancel() stops {} waits\n", second.cancel());
  });
  second.async_wait([](asio::error_code error) {
    fmt::print("the second one: {}\n", error ? "cancelled" : "no error");
  });
  context.run();
}
// end too_late

int main() {
  using asio::cancellation_type;
  stop("a coroutine, terminal", for_ever(), cancellation_type::terminal);
  stop("a coroutine, total", for_ever(), cancellation_type::total);
  stop("one that hears all, total", hears_all(), cancellation_type::total);
  stop("a shield, terminal", shielded(), cancellation_type::terminal);
  too_late();
}
