// All locks of the program share one line.
// breaks: "Two locks have two lines, and do not wait for each other."
// step: 3
// lesson: static-state
#include <exo33-shared-state/plain_mutex.hpp>

namespace exo33 {

std::shared_ptr<plain::Places> plain::make_places(
    asio::any_io_executor executor, int limit) {
  static std::weak_ptr<Places> for_all;
  auto places = for_all.lock();
  if (!places) places = std::make_shared<Places>(executor, limit);
  for_all = places;
  return places;
}

}  // namespace exo33
