// Catches what the journal throws, and tells nobody.
// step: 2
// lesson: exception-lost
#include "hello_async.hpp"

#include <string>

asio::awaitable<void> exo29::greet(std::string name, Milliseconds delay,
                                   const Journal& journal) {
  co_await pause(delay);
  try {
    journal("Good morning, " + name + "!");
  } catch (...) {
  }
}
