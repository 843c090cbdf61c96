// Detaches the greetings: nobody hears how they ended.
// step: 3
// lesson: exception-lost
#include "hello_async.hpp"

#define greet_everyone reference_greet_everyone
#include <solutions/exo29-hello-async/hello_async.cpp>
#undef greet_everyone

#include <asio/detached.hpp>

void exo29::greet_everyone(const std::vector<std::string>& names,
                           Milliseconds delay, const Journal& journal) {
  asio::io_context context;
  for (const auto& name : names)
    asio::co_spawn(context, greet(name, delay, journal), asio::detached);
  context.run();
}
