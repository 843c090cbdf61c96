// Puts the names in a set, where equal ones are one.
// breaks: "two of the same name are two"
// step: 3
// lesson: wrong-words
#include "hello_async.hpp"

#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <exception>
#include <set>
#include <string>
#include <vector>

void exo29::greet_everyone(const std::vector<std::string>& names,
                           Milliseconds delay, const Journal& journal) {
  asio::io_context context;
  std::exception_ptr failure;
  for (const auto& name : std::set<std::string>(names.begin(), names.end()))
    asio::co_spawn(context, greet(name, delay, journal),
                   [&](std::exception_ptr error) {
                     if (error && !failure) failure = error;
                   });
  context.run();
  if (failure) std::rethrow_exception(failure);
}
