// Listens once more when the line says: try again.
// breaks: "Takes one thing from the line: what comes next stays there."
// step: 2
// lesson: hears-too-much
#include "errors.hpp"

#include <asio/use_awaitable.hpp>
#include <string>
#include <workbook/asio.hpp>

asio::awaitable<exo36::Result<std::string>> exo36::hear(Line& line) {
  auto [error, answer] =
      co_await line.async_receive(asio::as_tuple(asio::use_awaitable));
  if (error == asio::error::try_again) co_return co_await hear(line);
  if (error) co_return error;
  co_return answer;
}
