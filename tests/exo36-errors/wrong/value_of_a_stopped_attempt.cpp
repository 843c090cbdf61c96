// Looks whether it was told to stop, though the attempt has succeeded.
// breaks: "Awaits `work` until it returns, and returns that value"
// step: 3
// lesson: parcel-thrown-away
#include "errors.hpp"

#include <asio/this_coro.hpp>
#include <exception>
#include <string>

asio::awaitable<std::string> exo36::retry(Attempt work, int attempts,
                                          Pause pause) {
  for (Milliseconds delay{100};; delay *= 2) {
    std::exception_ptr failure;
    try {
      const std::string value = co_await work();
      const auto state = co_await asio::this_coro::cancellation_state;
      if (state.cancelled() == asio::cancellation_type::none) co_return value;
      throw asio::system_error(asio::error::operation_aborted);
    } catch (...) {
      failure = std::current_exception();
    }
    if (--attempts == 0 || !temporary(code_of(failure)))
      std::rethrow_exception(failure);
    co_await pause(delay);
  }
}
