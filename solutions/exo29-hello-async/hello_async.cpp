#include "hello_async.hpp"

#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>

namespace exo29 {

asio::awaitable<void> pause(Milliseconds duration) {
  // The timer lives in this coroutine's frame: it is there while we wait, and
  // nobody else can disturb it.
  asio::steady_timer timer(co_await asio::this_coro::executor, duration);
  co_await timer.async_wait(asio::use_awaitable);
}

asio::awaitable<void> greet(std::string name, Milliseconds delay,
                            const Journal& journal) {
  co_await pause(delay);
  journal("Good morning, " + name + "!");
}

void greet_everyone(const std::vector<std::string>& names, Milliseconds delay,
                    const Journal& journal) {
  asio::io_context context;
  std::exception_ptr failure;
  for (const auto& name : names)
    asio::co_spawn(context, greet(name, delay, journal),
                   [&](std::exception_ptr error) {
                     if (error && !failure) failure = error;
                   });
  context.run();
  if (failure) std::rethrow_exception(failure);
}

}  // namespace exo29
