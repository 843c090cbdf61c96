// Hands out a copy of the notice to each of them.
// breaks: "There is one copy of a notice, however many are given it, and its
//   text is `text`, moved."
// step: 1
// lesson: copy-per-subscriber
#include <exo46-notify/plain_hub.hpp>

namespace exo46 {

namespace {

struct CopiesForEach : Hub::State {
  using State::State;

  plain::Noted give(const plain::Noted& notice) override {
    return std::make_shared<const Notice>(*notice);
  }
};

}  // namespace

Hub::Hub(asio::any_io_executor executor, std::size_t capacity)
    : state_(std::make_shared<CopiesForEach>(std::move(executor), capacity)) {}

}  // namespace exo46
