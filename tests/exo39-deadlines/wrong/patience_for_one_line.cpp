// Watches over the first line of each client; who has sent one is trusted.
// breaks: "A client that takes longer for a line than `patience` allows is let
//   go."
// step: 4
// lesson: silence-without-end
#include <exo39-deadlines/plain_office.hpp>

namespace exo39 {

namespace {

struct PatienceForOneLine : plain::Server {
  using Server::Server;

  asio::awaitable<void> talk_with(plain::Talk& talk) override {
    auto with = patience;
    while (is_open()) {
      const auto line = co_await read(talk, with);
      with.idle = Clock::duration::max();
      if (is_open()) co_await reply(talk, line);
    }
  }
};

}  // namespace

std::shared_ptr<plain::Server> plain::make_server(Given given) {
  return std::make_shared<PatienceForOneLine>(std::move(given));
}

}  // namespace exo39
