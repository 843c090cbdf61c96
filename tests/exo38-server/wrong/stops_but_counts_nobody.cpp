// Can be stopped, and lets in whoever comes.
// breaks: "No client is accepted while `most` conversations are under way."
// step: 4
// lesson: over-the-limit
#include <exo38-server/plain_server.hpp>

namespace exo38 {

namespace {

struct StopsButCountsNobody : plain::Server {
  using Server::Server;

  bool has_room() override { return true; }
};

}  // namespace

std::shared_ptr<plain::Server> plain::make_server(tcp::acceptor& acceptor,
                                                  Handler handler,
                                                  std::size_t most) {
  return std::make_shared<StopsButCountsNobody>(acceptor, std::move(handler),
                                                most);
}

}  // namespace exo38
