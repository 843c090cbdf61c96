// Says almost the right words.
// breaks: "It waits for `delay`, then writes "Good morning, NAME!" in the
//   journal."
// step: 2
// lesson: wrong-words
#include "hello_async.hpp"

#include <string>

asio::awaitable<void> exo29::greet(std::string name, Milliseconds delay,
                                   const Journal& journal) {
  co_await pause(delay);
  journal("Good morning, " + name);
}
