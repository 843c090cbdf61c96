// Waits for a line as long as it takes.
// breaks: "A client that takes longer for a line than `patience` allows is let
//   go."
// step: 4
// lesson: silence-without-end
#include <exo39-deadlines/plain_office.hpp>

namespace exo39 {

namespace {

struct NoPatience : plain::Server {
  using Server::Server;

  asio::awaitable<std::string> read(plain::Talk& talk, Patience) override {
    constexpr auto ever = Clock::duration::max();
    return Server::read(talk, {ever, ever});
  }
};

}  // namespace

std::shared_ptr<plain::Server> plain::make_server(Given given) {
  return std::make_shared<NoPatience>(std::move(given));
}

}  // namespace exo39
