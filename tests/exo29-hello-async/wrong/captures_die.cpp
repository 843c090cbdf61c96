// A lambda coroutine reads its captures after the lambda is gone.
// breaks: "Each guest is greeted once, by their own name"
// step: 3
// lesson: captures-die
#include "hello_async.hpp"

#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <exception>
#include <string>
#include <vector>

void exo29::greet_everyone(const std::vector<std::string>& names,
                           Milliseconds delay, const Journal& journal) {
  asio::io_context context;
  for (const auto& name : names) {
    auto hello = [name, delay, &journal]() -> asio::awaitable<void> {
      co_await pause(delay);
      journal("Good morning, " + name + "!");
    };
    asio::co_spawn(context, hello(), [](std::exception_ptr error) {
      if (error) std::rethrow_exception(error);
    });
  }
  context.run();
}
