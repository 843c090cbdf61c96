// Lets one more in: <= in place of <.
// breaks: "There are never more than `limit` works at a time"
// step: 5
// lesson: limit-passed
#include <exo33-shared-state/plain_desks.hpp>

namespace exo33 {

std::shared_ptr<plain::Places> plain::make_places(
    asio::any_io_executor executor, int limit) {
  return std::make_shared<Places>(executor, limit + 1);
}

}  // namespace exo33
