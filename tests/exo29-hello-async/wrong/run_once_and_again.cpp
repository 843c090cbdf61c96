// Runs in the loop: the second run() finds the context stopped.
// breaks: "Each guest is greeted once, by their own name"
// step: 3
// lesson: stopped-loop
#include "hello_async.hpp"

#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <exception>
#include <string>
#include <vector>

void exo29::greet_everyone(const std::vector<std::string>& names,
                           Milliseconds delay, const Journal& journal) {
  asio::io_context context;
  std::exception_ptr failure;
  for (const auto& name : names) {
    asio::co_spawn(context, greet(name, delay, journal),
                   [&](std::exception_ptr error) {
                     if (error && !failure) failure = error;
                   });
    context.run();
  }
  if (failure) std::rethrow_exception(failure);
}
