// Waits until all desks are empty before it lets the next ones in.
// breaks: "No desk is idle while somebody waits: as soon as one is free, the
//   next client is served."
// step: 5
// lesson: limit-not-reached
#include <exo33-shared-state/plain_desks.hpp>

namespace exo33 {

namespace {

struct Batches : plain::Places {
  Batches(asio::any_io_executor executor, int most)
      : Places(executor, most), limit(most) {}

  void leave() override {
    if (++left < limit && free + left < limit) return;
    for (; left > 0; --left) Places::leave();
  }

  const int limit;
  int left = 0;
};

}  // namespace

std::shared_ptr<plain::Places> plain::make_places(
    asio::any_io_executor executor, int limit) {
  return std::make_shared<Batches>(executor, limit);
}

}  // namespace exo33
