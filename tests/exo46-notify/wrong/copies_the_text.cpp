// Copies the text instead of moving it.
// breaks: "There is one copy of a notice, however many are given it, and its
//   text is `text`, moved."
// step: 1
// lesson: copy-per-subscriber
#include <exo46-notify/plain_hub.hpp>

namespace exo46 {

namespace {

struct CopiesTheText : Hub::State {
  using State::State;

  plain::Noted note(std::string text) override {
    return std::make_shared<const Notice>(Notice{last + 1, text});
  }
};

}  // namespace

Hub::Hub(asio::any_io_executor executor, std::size_t capacity)
    : state_(std::make_shared<CopiesTheText>(std::move(executor), capacity)) {}

}  // namespace exo46
