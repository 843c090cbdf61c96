// Asks the depot once more before it gives up.
// breaks: "Asks the depot once, for this order"
// step: 1
// lesson: asked-twice
#include "errors.hpp"

#include <exception>
#include <string>

asio::awaitable<std::string> exo36::collect(int order, Depot depot,
                                            Apology apologize) {
  std::exception_ptr cause;
  for (int asked = 0; asked < 2; ++asked) {
    try {
      co_return co_await depot(order);
    } catch (...) {
      cause = std::current_exception();
    }
  }
  co_await apologize(order);
  try {
    std::rethrow_exception(cause);
  } catch (...) {
    std::throw_with_nested(OrderError(order));
  }
}
