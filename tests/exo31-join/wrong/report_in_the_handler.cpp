// Reports in the completion handler of co_spawn.
// breaks: "A failure, of a shop or of `report`, ends it as in step 3"
// step: 4
// lesson: failure-swallowed
#include "join.hpp"

#include <asio/co_spawn.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>
#include <vector>

asio::awaitable<void> exo31::ask_each(std::vector<Shop> shops,
                                      const Report& report) {
  const auto executor = co_await asio::this_coro::executor;
  asio::steady_timer last(executor, asio::steady_timer::time_point::max());
  std::size_t missing = shops.size();
  for (std::size_t i = 0; i < shops.size(); ++i)
    asio::co_spawn(executor, shops[i](), [&, i](std::exception_ptr, int cents) {
      report(i, cents);
      if (--missing == 0) last.cancel();
    });
  asio::error_code woken;
  if (missing > 0)
    co_await last.async_wait(asio::redirect_error(asio::use_awaitable, woken));
}
