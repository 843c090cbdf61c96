// Throws when it is the line itself that fails.
// breaks: "That the line was closed or cancelled is an error like another."
// step: 2
// lesson: thrown-not-returned
#include "errors.hpp"

#include <asio/use_awaitable.hpp>
#include <string>
#include <workbook/asio.hpp>

asio::awaitable<exo36::Result<std::string>> exo36::hear(Line& line) {
  auto [error, answer] =
      co_await line.async_receive(asio::as_tuple(asio::use_awaitable));
  if (error.category() == asio::experimental::error::get_channel_category())
    throw asio::system_error(error);
  if (error) co_return error;
  co_return answer;
}
