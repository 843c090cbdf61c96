// A thousand guests wait at a time, the next thousand after them.
// breaks: "All wait at the same time, however many they are"
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
  std::exception_ptr failure;
  for (std::size_t next = 0; next < names.size();) {
    asio::io_context context;
    for (int places = 1000; places > 0 && next < names.size(); --places)
      asio::co_spawn(context, greet(names[next++], delay, journal),
                     [&](std::exception_ptr error) {
                       if (error && !failure) failure = error;
                     });
    context.run();
  }
  if (failure) std::rethrow_exception(failure);
}
