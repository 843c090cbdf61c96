// When the grace is over it closes the sockets: a handler works on.
// breaks: "What is under way when `grace` is over is cancelled: its clients are
//   cut off then, and run() returns."
// step: 4
// lesson: drain-never-ends
#include <exo39-deadlines/plain_office.hpp>

namespace exo39 {

namespace {

struct ClosesSocketsOnly : plain::Server {
  using Server::Server;

  void cut_off(plain::Talk& talk) override { talk.socket.close(); }
};

}  // namespace

std::shared_ptr<plain::Server> plain::make_server(Given given) {
  return std::make_shared<ClosesSocketsOnly>(std::move(given));
}

}  // namespace exo39
