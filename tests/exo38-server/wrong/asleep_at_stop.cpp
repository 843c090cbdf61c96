// Does not hear stop() in its pause after an error.
// breaks: "It returns when the last conversation has ended, and not before."
// step: 4
// lesson: never-ends
#include <exo38-server/plain_server.hpp>

namespace exo38 {

namespace {

struct AsleepAtStop : plain::Server {
  using Server::Server;

  void wake() override { bell.cancel(); }
};

}  // namespace

std::shared_ptr<plain::Server> plain::make_server(tcp::acceptor& acceptor,
                                                  Handler handler,
                                                  std::size_t most) {
  return std::make_shared<AsleepAtStop>(acceptor, std::move(handler), most);
}

}  // namespace exo38
