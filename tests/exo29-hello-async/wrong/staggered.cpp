// Each guest waits a millisecond more than the one before.
// breaks: "each is greeted when `delay` has passed since the call, not later"
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
  std::exception_ptr failure;
  Milliseconds more(0);
  for (const auto& name : names) {
    asio::co_spawn(context, greet(name, delay + more, journal),
                   [&](std::exception_ptr error) {
                     if (error && !failure) failure = error;
                   });
    more += Milliseconds(1);
  }
  context.run();
  if (failure) std::rethrow_exception(failure);
}
