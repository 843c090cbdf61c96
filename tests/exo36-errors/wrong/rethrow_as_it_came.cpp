// Lets the failure leave without saying what was being done.
// breaks: "an OrderError leaves, for this order"
// step: 1
// lesson: no-context
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
  std::rethrow_exception(cause);
}
