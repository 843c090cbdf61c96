// Takes the name for a string of C.
// breaks: "It writes one line, with the name as it is, were it empty."
// step: 2
// lesson: wrong-words
#include "hello_async.hpp"

#include <string>

asio::awaitable<void> exo29::greet(std::string name, Milliseconds delay,
                                   const Journal& journal) {
  co_await pause(delay);
  journal(std::string("Good morning, ") + name.c_str() + "!");
}
