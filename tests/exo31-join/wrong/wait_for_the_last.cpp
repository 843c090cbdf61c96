// Waits for the last answer, also when there is none to come.
// breaks: "No shops: no answers, at once."
// step: 2
// lesson: empty-list
#include "join.hpp"

#include <asio/co_spawn.hpp>
#include <asio/redirect_error.hpp>
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
      if (--missing == 0) all_there.cancel();
    });
  asio::error_code woken;
  co_await all_there.async_wait(
      asio::redirect_error(asio::use_awaitable, woken));
  co_return answers;
}
