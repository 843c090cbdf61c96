// Awaits with use_awaitable alone: the error is thrown.
// breaks: "No error leaves as an exception."
// step: 2
// lesson: thrown-not-returned
#include "errors.hpp"

#include <asio/use_awaitable.hpp>
#include <string>

asio::awaitable<exo36::Result<std::string>> exo36::hear(Line& line) {
  co_return co_await line.async_receive(asio::use_awaitable);
}
