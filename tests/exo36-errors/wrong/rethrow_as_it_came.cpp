// Lets the failure leave without saying what was being done.
// step: 1
// lesson: no-context
#include "errors.hpp"

#define collect reference_collect
#include <solutions/exo36-errors/errors.cpp>
#undef collect

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
