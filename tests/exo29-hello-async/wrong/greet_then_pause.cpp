// Greets first, waits afterwards.
// step: 2
// lesson: greets-too-early
#include "hello_async.hpp"

#define greet reference_greet
#include <solutions/exo29-hello-async/hello_async.cpp>
#undef greet

asio::awaitable<void> exo29::greet(std::string name, Milliseconds delay,
                                   const Journal& journal) {
  journal("Good morning, " + name + "!");
  co_await pause(delay);
}
