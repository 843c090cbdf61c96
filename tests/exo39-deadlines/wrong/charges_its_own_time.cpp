// Counts the time that its own handler takes for the client's next line.
// breaks: "A client that takes longer for a line than `patience` allows is let
//   go."
// step: 4
// lesson: honest-cut-off
#include <exo39-deadlines/plain_office.hpp>

namespace exo39 {

namespace {

struct ChargesItsOwnTime : plain::Server {
  using Server::Server;

  asio::awaitable<void> talk_with(plain::Talk& talk) override {
    auto began = Clock::now();
    while (is_open()) {
      auto rest = patience;
      rest.total -= Clock::now() - began;
      const auto line = co_await read(talk, rest);
      began = Clock::now();
      if (is_open()) co_await reply(talk, line);
    }
  }
};

}  // namespace

std::shared_ptr<plain::Server> plain::make_server(Given given) {
  return std::make_shared<ChargesItsOwnTime>(std::move(given));
}

}  // namespace exo39
