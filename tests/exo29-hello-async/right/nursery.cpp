// A nursery that collects failures, and a coroutine that starts the others.
#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>
#include <memory>
#include <vector>

#include "hello_async.hpp"

namespace exo29 {

asio::awaitable<void> pause(Milliseconds duration) {
  auto timer = std::make_unique<asio::steady_timer>(
      co_await asio::this_coro::executor, duration);
  auto wait = timer->async_wait(asio::use_awaitable);
  co_await std::move(wait);
}

asio::awaitable<void> greet(std::string name, Milliseconds delay,
                            const Journal& journal) {
  co_await pause(delay);
  journal("Good morning, " + name + "!");
}

namespace {

struct Nursery {
  asio::io_context& context;
  std::vector<std::exception_ptr> failures;

  void add(asio::awaitable<void> child) {
    asio::co_spawn(context, std::move(child), [this](std::exception_ptr error) {
      if (error) failures.push_back(error);
    });
  }
};

asio::awaitable<void> open_hotel(Nursery& nursery,
                                 const std::vector<std::string>& names,
                                 Milliseconds delay, const Journal& journal) {
  for (const auto& name : names) nursery.add(greet(name, delay, journal));
  co_return;
}

}  // namespace

void greet_everyone(const std::vector<std::string>& names, Milliseconds delay,
                    const Journal& journal) {
  asio::io_context context;
  Nursery nursery{context, {}};
  nursery.add(open_hotel(nursery, names, delay, journal));
  while (!context.stopped()) context.run_one();
  if (!nursery.failures.empty())
    std::rethrow_exception(nursery.failures.front());
}

}  // namespace exo29
