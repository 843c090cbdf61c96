// Keeps the words of what ended the rides, and throws them in another
// exception.
// breaks: "Then it throws what ended the rides: the very exception of the
//   ride, or asio::error::operation_aborted if it was cancelled."
// step: 4
// lesson: end-replaced
#include "select.hpp"

#include <asio/system_error.hpp>
#include <asio/this_coro.hpp>
#include <optional>
#include <stdexcept>
#include <string>

asio::awaitable<void> exo32::night_shift(Task ride, Task park) {
  std::optional<std::string> words;
  try {
    for (;;) co_await ride();
  } catch (const asio::system_error&) {
  } catch (const std::exception& error) {
    words = error.what();
  }
  co_await asio::this_coro::reset_cancellation_state();
  co_await park();
  if (words) throw std::runtime_error(*words);
  throw asio::system_error(asio::error::operation_aborted);
}
