// Waits for the letters under way, and then reads the next one.
// breaks: "Letters under way have `grace` to be answered; then their clients
//   are let go."
// step: 4
// lesson: waits-for-the-silent
#include <exo39-deadlines/plain_office.hpp>

namespace exo39 {

namespace {

struct ServesOn : plain::Server {
  using Server::Server;

  asio::awaitable<void> talk_with(plain::Talk& talk) override {
    for (;;) {
      const auto line = co_await read(talk, patience);
      co_await reply(talk, line);
    }
  }
};

}  // namespace

std::shared_ptr<plain::Server> plain::make_server(Given given) {
  return std::make_shared<ServesOn>(std::move(given));
}

}  // namespace exo39
