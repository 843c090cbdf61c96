// Keeps one context for all calls, and does not restart it.
// breaks: "It returns as soon as all have been greeted"
// step: 3
// lesson: stopped-loop
#include "hello_async.hpp"

#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <exception>
#include <string>
#include <vector>

namespace {
asio::io_context context;
}

void exo29::greet_everyone(const std::vector<std::string>& names,
                           Milliseconds delay, const Journal& journal) {
  std::exception_ptr failure;
  for (const auto& name : names)
    asio::co_spawn(context, greet(name, delay, journal),
                   [&](std::exception_ptr error) {
                     if (error && !failure) failure = error;
                   });
  context.run();
  if (failure) std::rethrow_exception(failure);
}
