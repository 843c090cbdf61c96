// Catches a copy of the base, and keeps that copy.
// breaks: "that very one, not a copy of a part"
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
  } catch (std::exception error) {
    cause = std::make_exception_ptr(error);
  }
  co_await apologize(order);
  try {
    std::rethrow_exception(cause);
  } catch (...) {
    std::throw_with_nested(OrderError(order));
  }
}
