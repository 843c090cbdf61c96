// Cancels the reads that are pending, and not the next ones.
// breaks: "Clients who have no letter under way are let go at once."
// step: 4
// lesson: waits-for-the-silent
#include <exo39-deadlines/plain_office.hpp>

namespace exo39 {

namespace {

struct CancelsTheRead : plain::Server {
  using Server::Server;

  void let_go(plain::Talk& talk) override {
    if (talk.idle) talk.socket.cancel();
  }
};

}  // namespace

std::shared_ptr<plain::Server> plain::make_server(Given given) {
  return std::make_shared<CancelsTheRead>(std::move(given));
}

}  // namespace exo39
