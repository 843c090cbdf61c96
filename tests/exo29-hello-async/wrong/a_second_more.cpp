// Leaves run_for() a second after the delay, whoever has not been greeted.
// breaks: "It returns as soon as all have been greeted, at once if there is
//   nobody."
// step: 3
// lesson: stopped-loop
#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <exception>

#include "hello_async.hpp"

void exo29::greet_everyone(const std::vector<std::string>& names,
                           Milliseconds delay, const Journal& journal) {
  asio::io_context context;
  std::exception_ptr failure;
  for (const auto& name : names)
    asio::co_spawn(context, greet(name, delay, journal),
                   [&](std::exception_ptr error) {
                     if (error && !failure) failure = error;
                   });
  context.run_for(delay + std::chrono::seconds(1));
  if (failure) std::rethrow_exception(failure);
}
