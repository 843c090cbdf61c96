// Greets first, waits afterwards.
// breaks: "It waits for `delay`, then writes "Good morning, NAME!" in the
//   journal."
// step: 2
// lesson: greets-too-early
#include "hello_async.hpp"

#include <string>

asio::awaitable<void> exo29::greet(std::string name, Milliseconds delay,
                                   const Journal& journal) {
  journal("Good morning, " + name + "!");
  co_await pause(delay);
}
