// Cuts everybody off at once.
// breaks: "Letters under way have `grace` to be answered; then their clients
//   are let go."
// step: 4
// lesson: drain-cuts-answers
#include <exo39-deadlines/plain_office.hpp>

namespace exo39 {

namespace {

struct DrainCutsAll : plain::Server {
  using Server::Server;

  void let_go(plain::Talk& talk) override { talk.socket.cancel(); }
};

}  // namespace

std::shared_ptr<plain::Server> plain::make_server(Given given) {
  return std::make_shared<DrainCutsAll>(std::move(given));
}

}  // namespace exo39
