// Calls pause and does not await it.
// breaks: "It waits for `delay`, then writes "Good morning, NAME!" in the
//   journal."
// step: 2
// lesson: forgot-co-await
#include "hello_async.hpp"

#include <string>

asio::awaitable<void> exo29::greet(std::string name, Milliseconds delay,
                                   const Journal& journal) {
  pause(delay);
  journal("Good morning, " + name + "!");
  co_return;
}
