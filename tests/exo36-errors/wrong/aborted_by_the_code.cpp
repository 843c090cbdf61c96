// Takes every operation_aborted for a cancellation of its own.
// breaks: "A depot that ends with operation_aborted although nobody has
//   cancelled collect has failed like another"
// step: 1
// lesson: gave-up-by-itself
#include "errors.hpp"

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
  if (code_of(cause) == asio::error::operation_aborted)
    std::rethrow_exception(cause);
  co_await apologize(order);
  try {
    std::rethrow_exception(cause);
  } catch (...) {
    std::throw_with_nested(OrderError(order));
  }
}
