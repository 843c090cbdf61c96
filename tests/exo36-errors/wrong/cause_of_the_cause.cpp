// Nests the cause of the depot's exception, and drops the exception.
// breaks: "The depot's exception is nested in it: that very one"
// step: 1
// lesson: caught-by-value
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
  co_await apologize(order);
  try {
    std::rethrow_exception(cause);
  } catch (const std::nested_exception& context) {
    cause = context.nested_ptr();
  } catch (...) {
  }
  try {
    std::rethrow_exception(cause);
  } catch (...) {
    std::throw_with_nested(OrderError(order));
  }
}
