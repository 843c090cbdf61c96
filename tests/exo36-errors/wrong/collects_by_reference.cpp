// Hands references to its parameters to a coroutine that outlives them.
// breaks: "`depot` and `apologize` are its own copies"
// step: 1
// lesson: functions-gone
#include "errors.hpp"

#include <asio/this_coro.hpp>
#include <exception>
#include <string>

namespace {

asio::awaitable<std::string> fetch(int order, const exo36::Depot& depot,
                                   const exo36::Apology& apologize) {
  std::exception_ptr cause;
  try {
    co_return co_await depot(order);
  } catch (...) {
    cause = std::current_exception();
  }
  const auto state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none)
    throw asio::system_error(asio::error::operation_aborted);
  co_await apologize(order);
  try {
    std::rethrow_exception(cause);
  } catch (...) {
    std::throw_with_nested(exo36::OrderError(order));
  }
}

}  // namespace

asio::awaitable<std::string> exo36::collect(int order, Depot depot,
                                            Apology apologize) {
  return fetch(order, depot, apologize);
}
