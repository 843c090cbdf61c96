// Writes in a copy of the journal.
// breaks: "It writes in `journal` itself, which belongs to the caller"
// step: 2
// lesson: journal-copied
#include "hello_async.hpp"

#include <string>

asio::awaitable<void> exo29::greet(std::string name, Milliseconds delay,
                                   const Journal& journal) {
  const Journal mine = journal;
  co_await pause(delay);
  mine("Good morning, " + name + "!");
}
