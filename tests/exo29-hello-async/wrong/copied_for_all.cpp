// Makes a copy of the journal for the greetings.
// breaks: "It writes in `journal` itself, not in a copy."
// step: 3
// lesson: journal-copied
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
  const Journal mine = journal;
  for (const auto& name : names)
    asio::co_spawn(context, greet(name, delay, mine),
                   [&](std::exception_ptr error) {
                     if (error && !failure) failure = error;
                   });
  context.run();
  if (failure) std::rethrow_exception(failure);
}
