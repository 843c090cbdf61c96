// Names the order of whoever is told to stop.
// breaks: "it ends with asio::error::operation_aborted, with nothing around it"
// step: 1
// lesson: cancellation-wrapped
#include "errors.hpp"

#include <asio/this_coro.hpp>
#include <exception>
#include <string>

asio::awaitable<std::string> exo36::collect(int order, Depot depot,
                                            Apology apologize) {
  std::exception_ptr cause;
  try {
    co_return co_await depot(order);
  } catch (...) {
    cause = std::current_exception();
  }
  const auto state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() == asio::cancellation_type::none)
    co_await apologize(order);
  try {
    std::rethrow_exception(cause);
  } catch (...) {
    std::throw_with_nested(OrderError(order));
  }
}
