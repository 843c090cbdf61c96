// Runs each greeting to its end before it starts the next.
// breaks: "All wait at the same time, however many they are"
// step: 3
// lesson: one-after-another
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
    asio::co_spawn(context, greet(name, delay, journal),
                   [](std::exception_ptr error) {
                     if (error) std::rethrow_exception(error);
                   });
    context.run();
    context.restart();
  }
}
