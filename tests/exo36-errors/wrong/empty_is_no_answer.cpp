// Takes an empty answer for an error.
// breaks: "Waits for an answer, and returns it as it is, be it empty."
// step: 2
// lesson: empty-is-an-answer
#include "errors.hpp"

#include <asio/use_awaitable.hpp>
#include <string>
#include <workbook/asio.hpp>

asio::awaitable<exo36::Result<std::string>> exo36::hear(Line& line) {
  auto [error, answer] =
      co_await line.async_receive(asio::as_tuple(asio::use_awaitable));
  if (error) co_return error;
  if (answer.empty()) co_return asio::error_code(asio::error::eof);
  co_return answer;
}
