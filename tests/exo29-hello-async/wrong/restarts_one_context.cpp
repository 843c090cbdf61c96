// Keeps one context for all calls, and restarts it: a call also waits for the
// guests of another.
// breaks: "It returns as soon as all have been greeted, at once if there is
//   nobody."
// step: 3
// lesson: returns-too-late
#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <exception>

#include "hello_async.hpp"

void exo29::greet_everyone(const std::vector<std::string>& names,
                           Milliseconds delay, const Journal& journal) {
  static asio::io_context context;
  context.restart();
  std::exception_ptr failure;
  for (const auto& name : names)
    asio::co_spawn(context, greet(name, delay, journal),
                   [&](std::exception_ptr error) {
                     if (error && !failure) failure = error;
                   });
  context.run();
  if (failure) std::rethrow_exception(failure);
}
