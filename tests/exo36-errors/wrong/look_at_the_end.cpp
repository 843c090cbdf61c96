// Makes all the calls, and looks at their results afterwards.
// breaks: "no further line is asked"
// step: 2
// lesson: asks-on
#include "errors.hpp"

#include <string>

asio::awaitable<exo36::Result<std::string>> exo36::plan(Line& registry,
                                                        Line& depot,
                                                        Line& roads) {
  const auto town = co_await hear(registry);
  const auto shelf = co_await hear(depot);
  const auto road = co_await hear(roads);
  if (!town) co_return town.error();
  if (!shelf) co_return shelf.error();
  if (!road) co_return road.error();
  co_return town.value() + ", " + shelf.value() + ", " + road.value();
}
