// Says almost the right words.
// step: 2
// lesson: wrong-words
#include "hello_async.hpp"

#include <string>

asio::awaitable<void> exo29::greet(std::string name, Milliseconds delay,
                                   const Journal& journal) {
  co_await pause(delay);
  journal("Good morning, " + name);
}
