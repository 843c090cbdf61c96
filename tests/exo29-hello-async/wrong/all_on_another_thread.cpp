// The loop runs on a thread of its own.
// breaks: "All is done on the calling thread."
// step: 3
// lesson: thread-per-guest
#include "hello_async.hpp"

#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <exception>
#include <string>
#include <thread>
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
  std::thread receptionist([&] { context.run(); });
  receptionist.join();
  if (failure) std::rethrow_exception(failure);
}
