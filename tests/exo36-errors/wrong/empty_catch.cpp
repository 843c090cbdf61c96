// Catches the failure, apologizes, and goes on as if all were well.
// breaks: "an OrderError leaves, for this order"
// step: 1
// lesson: error-swallowed
#include "errors.hpp"

#include <string>

asio::awaitable<std::string> exo36::collect(int order, Depot depot,
                                            Apology apologize) {
  std::string parcel;
  bool failed = false;
  try {
    parcel = co_await depot(order);
  } catch (...) {
    failed = true;
  }
  if (failed) co_await apologize(order);
  co_return parcel;
}
