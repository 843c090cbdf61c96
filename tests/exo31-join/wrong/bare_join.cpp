// Leaves the choice of the exception to &&.
// breaks: "the very exception that was thrown"
// step: 3
// lesson: many-exceptions
#include "join.hpp"

#include <utility>
#include <vector>

asio::awaitable<std::vector<int>> exo31::ask_all_or_none(
    std::vector<Shop> shops) {
  co_return co_await ask_all(std::move(shops));
}
