// Asks the three lines at the same time.
// breaks: "Asks a line once the one before has answered"
// step: 2
// lesson: asks-on
#include "errors.hpp"

#include <asio/experimental/awaitable_operators.hpp>
#include <string>

asio::awaitable<exo36::Result<std::string>> exo36::plan(Line& registry,
                                                        Line& depot,
                                                        Line& roads) {
  using namespace asio::experimental::awaitable_operators;
  const auto [town, shelf, road] =
      co_await (hear(registry) && hear(depot) && hear(roads));
  if (!town) co_return town.error();
  if (!shelf) co_return shelf.error();
  if (!road) co_return road.error();
  co_return town.value() + ", " + shelf.value() + ", " + road.value();
}
