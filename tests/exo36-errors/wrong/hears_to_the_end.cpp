// Returns the last thing that was said on the line.
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
  const auto take = [&error = error, &answer = answer](asio::error_code e,
                                                       std::string text) {
    error = e;
    answer = text;
  };
  while (line.try_receive(take)) {
  }
  if (error) co_return error;
  co_return answer;
}
