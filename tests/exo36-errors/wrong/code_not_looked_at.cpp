// Asks for the code, and does not look at it.
// breaks: "returns the very code"
// step: 2
// lesson: code-ignored
#include "errors.hpp"

#include <asio/use_awaitable.hpp>
#include <string>
#include <workbook/asio.hpp>

asio::awaitable<exo36::Result<std::string>> exo36::hear(Line& line) {
  auto [error, answer] =
      co_await line.async_receive(asio::as_tuple(asio::use_awaitable));
  co_return answer;
}
