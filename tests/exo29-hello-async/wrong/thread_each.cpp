// One thread for each guest.
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
  std::exception_ptr failure;
  std::vector<std::thread> threads;
  for (const auto& name : names)
    threads.emplace_back([&] {
      asio::io_context context;
      asio::co_spawn(context, greet(name, delay, journal),
                     [&](std::exception_ptr error) {
                       if (error) failure = error;
                     });
      context.run();
    });
  for (auto& thread : threads) thread.join();
  if (failure) std::rethrow_exception(failure);
}
