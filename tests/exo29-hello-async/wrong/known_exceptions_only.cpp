// Lets standard exceptions pass, and hides the others.
// breaks: "What the journal throws leaves greet as it was thrown."
// step: 2
// lesson: exception-lost
#include "hello_async.hpp"

#include <exception>
#include <string>

asio::awaitable<void> exo29::greet(std::string name, Milliseconds delay,
                                   const Journal& journal) {
  co_await pause(delay);
  try {
    journal("Good morning, " + name + "!");
  } catch (const std::exception&) {
    throw;
  } catch (...) {
  }
}
