// Throws a new error, and drops the one it was about.
// breaks: "The depot's exception is nested in it"
// step: 1
// lesson: cause-lost
#include "errors.hpp"

#include <string>

asio::awaitable<std::string> exo36::collect(int order, Depot depot,
                                            Apology apologize) {
  bool failed = false;
  try {
    co_return co_await depot(order);
  } catch (...) {
    failed = true;
  }
  if (failed) co_await apologize(order);
  throw OrderError(order);
}
