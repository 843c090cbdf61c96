// Gives the name a capital letter.
// breaks: "It writes one line, with the name as it is, were it empty."
// step: 2
// lesson: wrong-words
#include "hello_async.hpp"

#include <cctype>
#include <string>

asio::awaitable<void> exo29::greet(std::string name, Milliseconds delay,
                                   const Journal& journal) {
  co_await pause(delay);
  if (!name.empty())
    name[0] =
        static_cast<char>(std::toupper(static_cast<unsigned char>(name[0])));
  journal("Good morning, " + name + "!");
}
