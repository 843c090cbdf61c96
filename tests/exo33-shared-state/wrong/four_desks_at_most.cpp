// Opens four desks at most, as many as there are threads.
// breaks: "There are never more than `limit` works at a time, however many
//   clients come."
// step: 5
// lesson: limit-not-reached
#include <algorithm>
#include <exo33-shared-state/plain_desks.hpp>

namespace exo33 {

std::shared_ptr<plain::Places> plain::make_places(
    asio::any_io_executor executor, int limit) {
  return std::make_shared<Places>(executor, std::min(limit, 4));
}

}  // namespace exo33
