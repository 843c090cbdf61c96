// Tells a client to go on, and waits until it has heard that.
// breaks: "A request that is not whole `request` after its first byte is
//   answered with 408"
// step: 4
// lesson: deaf-for-ever
#include <exo43-http/plain_talk.hpp>

namespace exo43 {

namespace {

struct TellsToGoOnForEver : plain::Talk {
  using Talk::Talk;

  asio::awaitable<void> tell_to_go_on() override {
    co_await asio::async_write(
        socket, asio::buffer("HTTP/1.1 100 Continue\r\n\r\n", 25),
        plain::as_result);
  }
};

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler,
                               Patience patience) {
  return plain::hold<TellsToGoOnForEver>(std::move(socket), std::move(handler),
                                         patience);
}

}  // namespace exo43
