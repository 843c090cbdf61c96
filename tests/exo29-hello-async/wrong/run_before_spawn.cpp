// Runs before there is any work, so that run() returns at once.
// breaks: "It returns as soon as all have been greeted"
// step: 3
// lesson: forgot-run
#include "hello_async.hpp"

#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <exception>
#include <string>
#include <vector>

void exo29::greet_everyone(const std::vector<std::string>& names,
                           Milliseconds delay, const Journal& journal) {
  asio::io_context context;
  context.run();
  for (const auto& name : names)
    asio::co_spawn(context, greet(name, delay, journal),
                   [](std::exception_ptr error) {
                     if (error) std::rethrow_exception(error);
                   });
}
