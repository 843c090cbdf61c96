// Takes every failure to be a std::exception.
// breaks: "If the depot throws, of whatever type, the customer is told"
// step: 1
// lesson: one-type-only
#include "errors.hpp"

#include <exception>
#include <string>

asio::awaitable<std::string> exo36::collect(int order, Depot depot,
                                            Apology apologize) {
  std::exception_ptr cause;
  try {
    co_return co_await depot(order);
  } catch (const std::exception&) {
    cause = std::current_exception();
  }
  co_await apologize(order);
  try {
    std::rethrow_exception(cause);
  } catch (...) {
    std::throw_with_nested(OrderError(order));
  }
}
