// co_spawn waits to be awaited, and nobody can.
// breaks: "It returns as soon as all have been greeted"
// step: 3
// lesson: forgot-run
#include "hello_async.hpp"

#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/use_awaitable.hpp>
#include <string>
#include <vector>

void exo29::greet_everyone(const std::vector<std::string>& names,
                           Milliseconds delay, const Journal& journal) {
  asio::io_context context;
  for (const auto& name : names)
    asio::co_spawn(context, greet(name, delay, journal), asio::use_awaitable);
  context.run();
}
