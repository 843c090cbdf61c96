// An id that was not given yet means: from now on.
// breaks: "An id that this hub has not given yet is from an earlier life of it,
//   and is taken for 0: nothing was seen."
// step: 2
// lesson: earlier-life
#include <exo46-notify/plain_hub.hpp>

namespace exo46 {

namespace {

struct BeginsNow : Hub::State {
  using State::State;

  Id seen_by(Id after) override { return std::min(after, last); }
};

}  // namespace

Hub::Hub(asio::any_io_executor executor, std::size_t capacity)
    : state_(std::make_shared<BeginsNow>(std::move(executor), capacity)) {}

}  // namespace exo46
