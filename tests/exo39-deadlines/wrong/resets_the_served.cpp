// Lets the idle clients go with a reset.
// breaks: "Letters under way have `grace` to be answered; then their clients
//   are let go."
// step: 4
// lesson: drain-cuts-answers
#include <exo39-deadlines/plain_office.hpp>

namespace exo39 {

namespace {

struct ResetsTheServed : plain::Server {
  using Server::Server;

  void let_go(plain::Talk& talk) override {
    asio::error_code ignored;
    if (talk.idle)
      talk.socket.set_option(asio::socket_base::linger(true, 0), ignored);
    Server::let_go(talk);
  }
};

}  // namespace

std::shared_ptr<plain::Server> plain::make_server(Given given) {
  return std::make_shared<ResetsTheServed>(std::move(given));
}

}  // namespace exo39
