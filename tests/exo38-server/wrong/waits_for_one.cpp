// Waits for one conversation to end, not for the last one.
// breaks: "It returns when the last conversation has ended, and not before."
// step: 4
// lesson: ends-too-early
#include <exo38-server/plain_server.hpp>

namespace exo38 {

namespace {

struct WaitsForOne : plain::Server {
  using Server::Server;

  asio::awaitable<void> wait_for_the_last() override {
    if (guests > 0) co_await bell.async_wait(as_result);
  }
};

}  // namespace

std::shared_ptr<plain::Server> plain::make_server(tcp::acceptor& acceptor,
                                                  Handler handler,
                                                  std::size_t most) {
  return std::make_shared<WaitsForOne>(acceptor, std::move(handler), most);
}

}  // namespace exo38
