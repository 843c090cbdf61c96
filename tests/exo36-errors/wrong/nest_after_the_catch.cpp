// Nests when the catch block is over: there is nothing in hand to nest.
// breaks: "The depot's exception is nested in it"
// step: 1
// lesson: nothing-to-nest
#include "errors.hpp"

#include <string>

asio::awaitable<std::string> exo36::collect(int order, Depot depot,
                                            Apology apologize) {
  try {
    co_return co_await depot(order);
  } catch (...) {
  }
  co_await apologize(order);
  std::throw_with_nested(OrderError(order));
}
