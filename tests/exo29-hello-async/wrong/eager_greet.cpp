// An ordinary function: it greets when it is called, not when awaited.
// breaks: "Called and not awaited, it does nothing."
// step: 2
// lesson: greets-too-early
#include "hello_async.hpp"

#include <string>

asio::awaitable<void> exo29::greet(std::string name, Milliseconds delay,
                                   const Journal& journal) {
  journal("Good morning, " + name + "!");
  return pause(delay);
}
