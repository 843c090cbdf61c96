// Greets first, waits afterwards.
// step: 2
// lesson: greets-too-early
#include "hello_async.hpp"

#include <string>

asio::awaitable<void> exo29::greet(std::string name, Milliseconds delay,
                                   const Journal& journal) {
  journal("Good morning, " + name + "!");
  co_await pause(delay);
}
