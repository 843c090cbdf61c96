// Timers with an absolute deadline, one coroutine that starts all the others
// and hears of their ends through use_future.
#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/use_future.hpp>
#include <future>

#include "hello_async.hpp"

namespace exo29 {

asio::awaitable<void> pause(Milliseconds duration) {
  const auto deadline = std::chrono::steady_clock::now() + duration;
  const auto executor = co_await asio::this_coro::executor;
  asio::steady_timer timer(executor);
  timer.expires_at(deadline);
  co_await timer.async_wait(asio::use_awaitable);
}

asio::awaitable<void> greet(std::string name, Milliseconds delay,
                            const Journal& journal) {
  const std::string line = "Good morning, " + std::move(name) + "!";
  co_await pause(delay);
  journal(line);
}

void greet_everyone(const std::vector<std::string>& names, Milliseconds delay,
                    const Journal& journal) {
  asio::io_context context;
  std::vector<std::future<void>> greetings;
  for (const auto& name : names)
    greetings.push_back(
        asio::co_spawn(context, greet(name, delay, journal), asio::use_future));
  context.run();
  for (auto& greeting : greetings) greeting.get();
}

}  // namespace exo29
