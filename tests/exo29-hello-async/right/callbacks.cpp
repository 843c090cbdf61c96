// The least of coroutines: pause wraps a timer in an operation of its own, and
// all guests wait for one callback.
#include <asio/async_result.hpp>
#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <utility>

#include "hello_async.hpp"

namespace exo29 {

asio::awaitable<void> pause(Milliseconds duration) {
  asio::steady_timer timer(co_await asio::this_coro::executor, duration);
  auto wait = [](auto handler, asio::steady_timer* timer) {
    timer->async_wait(std::move(handler));
  };
  co_await asio::async_initiate<decltype(asio::use_awaitable),
                                void(asio::error_code)>(
      wait, asio::use_awaitable, &timer);
}

asio::awaitable<void> greet(std::string name, Milliseconds delay,
                            const Journal& journal) {
  name.insert(0, "Good morning, ");
  name += '!';
  co_await pause(delay);
  journal(name);
}

void greet_everyone(const std::vector<std::string>& names, Milliseconds delay,
                    const Journal& journal) {
  if (names.empty()) return;
  asio::io_context context;
  asio::steady_timer timer(context, delay);
  timer.async_wait([&](asio::error_code) {
    for (const auto& name : names) journal("Good morning, " + name + "!");
  });
  context.run();
}

}  // namespace exo29
