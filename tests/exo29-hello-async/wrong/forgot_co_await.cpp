// Calls pause and does not await it.
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
