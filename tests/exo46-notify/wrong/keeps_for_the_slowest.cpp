// Drops a notice only when everybody has read it.
// breaks: "Neither for itself nor for a slow subscriber does the hub keep a
//   notice that is not among the last `capacity`."
// step: 1
// lesson: kept-for-the-slowest
#include <exo46-notify/plain_hub.hpp>

namespace exo46 {

namespace {

struct KeepsForTheSlowest : Hub::State {
  using State::State;

  bool keeps_too_many() override {
    return State::keeps_too_many() &&
           std::all_of(places.begin(), places.end(),
                       [&](const auto& each) { return each.seen >= first(); });
  }
};

}  // namespace

Hub::Hub(asio::any_io_executor executor, std::size_t capacity)
    : state_(std::make_shared<KeepsForTheSlowest>(std::move(executor),
                                                  capacity)) {}

}  // namespace exo46
