// Goes on with the oldest that is there, as if nothing had happened.
// breaks: "What the hub no longer keeps is missed: next() goes on with the
//   oldest that is kept, and `missed` says how many were lost before it."
// step: 1
// lesson: gap-unsaid
#include <exo46-notify/plain_hub.hpp>

namespace exo46 {

namespace {

struct SaysNoGap : Hub::State {
  using State::State;

  std::uint64_t missed(Id, Id) override { return 0; }
};

}  // namespace

Hub::Hub(asio::any_io_executor executor, std::size_t capacity)
    : state_(std::make_shared<SaysNoGap>(std::move(executor), capacity)) {}

}  // namespace exo46
