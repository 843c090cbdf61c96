// Takes the next one from the wrong end of the line.
// breaks: "Those who wait are let in one by one, in the order in which they
//   came"
// step: 3
// lesson: not-in-order
#include <algorithm>
#include <exo33-shared-state/plain_mutex.hpp>
#include <iterator>

namespace exo33 {

namespace {

struct LastComeFirstServed : plain::Places {
  using Places::Places;

  void leave() override {
    std::rotate(line.begin(), std::prev(line.end(), !line.empty()), line.end());
    Places::leave();
  }
};

}  // namespace

std::shared_ptr<plain::Places> plain::make_places(
    asio::any_io_executor executor, int limit) {
  return std::make_shared<LastComeFirstServed>(executor, limit);
}

}  // namespace exo33
