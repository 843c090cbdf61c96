// Waits for the delay even if there is no guest.
// breaks: "It returns as soon as all have been greeted"
// step: 3
// lesson: returns-too-late
#include "hello_async.hpp"

#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>
#include <exception>
#include <string>
#include <vector>

void exo29::greet_everyone(const std::vector<std::string>& names,
                           Milliseconds delay, const Journal& journal) {
  asio::io_context context;
  std::exception_ptr failure;
  for (const auto& name : names)
    asio::co_spawn(context, greet(name, delay, journal),
                   [&](std::exception_ptr error) {
                     if (error && !failure) failure = error;
                   });
  asio::co_spawn(context, pause(delay), asio::detached);
  context.run();
  if (failure) std::rethrow_exception(failure);
}
