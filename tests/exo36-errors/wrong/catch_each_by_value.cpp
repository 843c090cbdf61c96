// Has a catch for each kind that it knows, and takes one of them by value.
// breaks: "that very one, not a copy of a part"
// step: 1
// lesson: caught-by-value
#include "errors.hpp"

#include <asio/this_coro.hpp>
#include <exception>
#include <string>

asio::awaitable<std::string> exo36::collect(int order, Depot depot,
                                            Apology apologize) {
  std::exception_ptr cause;
  try {
    co_return co_await depot(order);
  } catch (asio::system_error failure) {
    cause = std::make_exception_ptr(failure);
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
    std::throw_with_nested(OrderError(order));
  }
}
