// Reads each result without looking whether it is one.
// breaks: "The first error is the result, the very code"
// step: 2
// lesson: read-without-looking
#include "errors.hpp"

#include <string>

asio::awaitable<exo36::Result<std::string>> exo36::plan(Line& registry,
                                                        Line& depot,
                                                        Line& roads) {
  const auto town = (co_await hear(registry)).value();
  const auto shelf = (co_await hear(depot)).value();
  const auto road = (co_await hear(roads)).value();
  co_return town + ", " + shelf + ", " + road;
}
