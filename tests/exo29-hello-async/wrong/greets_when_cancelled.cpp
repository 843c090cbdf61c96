// Greets at once when it is cancelled.
// breaks: "Cancelled while it waits, it throws asio::error::operation_aborted
//   and writes nothing."
// step: 2
// lesson: does-not-stop
#include "hello_async.hpp"

#include <asio/system_error.hpp>
#include <string>

asio::awaitable<void> exo29::greet(std::string name, Milliseconds delay,
                                   const Journal& journal) {
  try {
    co_await pause(delay);
  } catch (const asio::system_error&) {
  }
  journal("Good morning, " + name + "!");
}
