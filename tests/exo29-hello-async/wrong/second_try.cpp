// Writes again when the journal cannot be written.
// breaks: "What the journal throws leaves greet as it was thrown."
// step: 2
// lesson: wrong-words
#include "hello_async.hpp"

#include <string>

asio::awaitable<void> exo29::greet(std::string name, Milliseconds delay,
                                   const Journal& journal) {
  co_await pause(delay);
  bool failed = false;
  try {
    journal("Good morning, " + name + "!");
  } catch (...) {
    failed = true;
  }
  if (failed) journal("Good morning, " + name + "!");
}
