// Keeps the number of an error, and not its category.
// breaks: "returns the very code, of whatever category"
// step: 2
// lesson: error-replaced
#include "errors.hpp"

#include <asio/use_awaitable.hpp>
#include <string>
#include <workbook/asio.hpp>

asio::awaitable<exo36::Result<std::string>> exo36::hear(Line& line) {
  auto [error, answer] =
      co_await line.async_receive(asio::as_tuple(asio::use_awaitable));
  if (error) co_return asio::error_code(error.value(), asio::system_category());
  co_return answer;
}
