// Apologizes when the depot fails, and again before the error leaves.
// breaks: "the customer is told, once, of this order"
// step: 1
// lesson: asked-twice
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
  std::exception_ptr failure;
  try {
    std::rethrow_exception(cause);
  } catch (...) {
    try {
      std::throw_with_nested(OrderError(order));
    } catch (...) {
      failure = std::current_exception();
    }
  }
  co_await apologize(order);
  std::rethrow_exception(failure);
}
