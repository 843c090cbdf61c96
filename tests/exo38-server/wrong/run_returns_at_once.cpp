// Returns when it accepts no more.
// breaks: "It returns when the last conversation has ended, and not before."
// step: 4
// lesson: ends-too-early
#include <exo38-server/plain_server.hpp>

namespace exo38 {

namespace {

struct RunReturnsAtOnce : plain::Server {
  using Server::Server;

  asio::awaitable<void> wait_for_the_last() override { co_return; }
};

}  // namespace

std::shared_ptr<plain::Server> plain::make_server(tcp::acceptor& acceptor,
                                                  Handler handler,
                                                  std::size_t most) {
  return std::make_shared<RunReturnsAtOnce>(acceptor, std::move(handler), most);
}

}  // namespace exo38
