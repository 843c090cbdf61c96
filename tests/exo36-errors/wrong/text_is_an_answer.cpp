// Looks at the text first, and at the code when there is none.
// breaks: "whatever text came with it"
// step: 2
// lesson: code-ignored
#include "errors.hpp"

#include <asio/use_awaitable.hpp>
#include <string>
#include <workbook/asio.hpp>

asio::awaitable<exo36::Result<std::string>> exo36::hear(Line& line) {
  auto [error, answer] =
      co_await line.async_receive(asio::as_tuple(asio::use_awaitable));
  if (!answer.empty() || !error) co_return answer;
  co_return error;
}
