// Takes every operation_aborted for a cancellation, which is no failure.
// breaks: "What a greeting throws reaches the caller as it was thrown."
// step: 3
// lesson: exception-lost
#include <asio/co_spawn.hpp>
#include <asio/error.hpp>
#include <asio/io_context.hpp>
#include <asio/system_error.hpp>
#include <exception>

#include "hello_async.hpp"

void exo29::greet_everyone(const std::vector<std::string>& names,
                           Milliseconds delay, const Journal& journal) {
  asio::io_context context;
  std::exception_ptr failure;
  const auto note = [&](std::exception_ptr error) {
    try {
      if (error) std::rethrow_exception(error);
    } catch (const asio::system_error& e) {
      if (e.code() != asio::error::operation_aborted) failure = error;
    } catch (...) {
      failure = error;
    }
  };
  for (const auto& name : names)
    asio::co_spawn(context, greet(name, delay, journal), note);
  context.run();
  if (failure) std::rethrow_exception(failure);
}
