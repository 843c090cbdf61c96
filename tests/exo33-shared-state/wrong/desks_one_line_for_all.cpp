// All halls of the program share their desks.
// breaks: "Two halls have two sets of desks, and do not wait for each other."
// step: 5
// lesson: static-state
#include <exo33-shared-state/plain_desks.hpp>

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
