// Keeps the words of an exception, and not the exception.
// breaks: "What a greeting throws reaches the caller as it was thrown."
// step: 3
// lesson: exception-lost
#include "hello_async.hpp"

#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <exception>
#include <stdexcept>
#include <string>
#include <vector>

void exo29::greet_everyone(const std::vector<std::string>& names,
                           Milliseconds delay, const Journal& journal) {
  asio::io_context context;
  std::string failure;
  for (const auto& name : names)
    asio::co_spawn(context, greet(name, delay, journal),
                   [&](std::exception_ptr error) {
                     try {
                       if (error) std::rethrow_exception(error);
                     } catch (const std::exception& e) {
                       failure = e.what();
                     }
                   });
  context.run();
  if (!failure.empty()) throw std::runtime_error(failure);
}
