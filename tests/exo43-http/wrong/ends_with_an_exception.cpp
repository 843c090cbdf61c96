// Ends its side with a shutdown that throws when the client is gone.
// breaks: "When the connection breaks, it returns, and throws nothing"
// step: 3
// lesson: broken-line-thrown
#include <exo43-http/plain_talk.hpp>

namespace exo43 {

namespace {

struct EndsWithAnException : plain::Talk {
  using Talk::Talk;

  asio::awaitable<void> part() override {
    socket.shutdown(tcp::socket::shutdown_send);
    co_await Talk::part();
  }
};

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler,
                               Patience patience) {
  return plain::hold<EndsWithAnException>(std::move(socket), std::move(handler),
                                          patience);
}

}  // namespace exo43
