// Detaches the greetings: nobody hears how they ended.
// breaks: "What a greeting throws reaches the caller as it was thrown."
// step: 3
// lesson: exception-lost
#include "hello_async.hpp"

#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>
#include <string>
#include <vector>

void exo29::greet_everyone(const std::vector<std::string>& names,
                           Milliseconds delay, const Journal& journal) {
  asio::io_context context;
  for (const auto& name : names)
    asio::co_spawn(context, greet(name, delay, journal), asio::detached);
  context.run();
}
