// Catches what the journal throws, and tells nobody.
// step: 2
// lesson: exception-lost
#include "hello_async.hpp"

#define greet reference_greet
#include <solutions/exo29-hello-async/hello_async.cpp>
#undef greet

asio::awaitable<void> exo29::greet(std::string name, Milliseconds delay,
                                   const Journal& journal) {
  co_await pause(delay);
  try {
    journal("Good morning, " + name + "!");
  } catch (...) {
  }
}
