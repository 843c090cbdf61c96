// The first failure leaves through run(), and the rest is abandoned.
#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/system_error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>

#include "hello_async.hpp"

namespace exo29 {

asio::awaitable<void> pause(Milliseconds duration) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  timer.expires_after(duration);
  asio::error_code error;
  co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, error));
  if (error) throw asio::system_error(error);
}

asio::awaitable<void> greet(std::string name, Milliseconds delay,
                            const Journal& journal) {
  co_await pause(delay);
  std::string line;
  line.append("Good morning, ").append(name).append("!");
  journal(line);
}

void greet_everyone(const std::vector<std::string>& names, Milliseconds delay,
                    const Journal& journal) {
  asio::io_context context(1);
  for (auto name = names.begin(); name != names.end(); ++name)
    asio::co_spawn(context, greet(*name, delay, journal),
                   [](std::exception_ptr error) {
                     if (error) std::rethrow_exception(error);
                   });
  context.run();
}

}  // namespace exo29
