// Counts the answers, and wakes nobody when it has counted the last.
// breaks: "It ends when the last one has answered."
// step: 2
// lesson: nobody-wakes
#include "join.hpp"

#include <asio/co_spawn.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>
#include <vector>

asio::awaitable<std::vector<int>> exo31::ask_all(std::vector<Shop> shops) {
  const auto executor = co_await asio::this_coro::executor;
  std::vector<int> answers(shops.size());
  std::size_t missing = shops.size();
  asio::steady_timer all_there(executor, asio::steady_timer::time_point::max());
  for (std::size_t i = 0; i < shops.size(); ++i)
    asio::co_spawn(executor, shops[i](), [&, i](std::exception_ptr, int cents) {
      answers[i] = cents;
      --missing;
    });
  while (missing > 0) co_await all_there.async_wait(asio::use_awaitable);
  co_return answers;
}
