// Keeps how the last greeting ended, and forgets the others.
// breaks: "What a greeting throws reaches the caller as it was thrown."
// step: 3
// lesson: exception-lost
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
  for (const auto& name : names)
    asio::co_spawn(context, greet(name, delay, journal),
                   [&](std::exception_ptr error) { failure = error; });
  context.run();
  if (failure) std::rethrow_exception(failure);
}
