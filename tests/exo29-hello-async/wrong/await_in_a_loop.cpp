// Awaits each greeting before it starts the next.
// breaks: "All wait at the same time, however many they are"
// step: 3
// lesson: one-after-another
#include "hello_async.hpp"

#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>
#include <exception>
#include <string>
#include <vector>

namespace {
asio::awaitable<void> greet_all(const std::vector<std::string>& names,
                                exo29::Milliseconds delay,
                                const exo29::Journal& journal) {
  for (const auto& name : names) co_await exo29::greet(name, delay, journal);
}
}  // namespace

void exo29::greet_everyone(const std::vector<std::string>& names,
                           Milliseconds delay, const Journal& journal) {
  asio::io_context context;
  asio::co_spawn(context, greet_all(names, delay, journal),
                 [](std::exception_ptr error) {
                   if (error) std::rethrow_exception(error);
                 });
  context.run();
}
