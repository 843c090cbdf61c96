// Sends what the network takes at once, and no more.
// breaks: "Each answer arrives whole, however little the network takes at
//   once."
// step: 1
// lesson: write-some-is-not-all
#include <exo38-server/plain_talk.hpp>

namespace exo38 {

namespace {

struct WriteSome : plain::Talk {
  using Talk::Talk;

  asio::awaitable<void> send(std::string answer) override {
    const auto [error, size] =
        co_await socket.async_write_some(asio::buffer(answer), as_result);
    if (error) over = true;
  }
};

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler) {
  return plain::hold<WriteSome>(std::move(socket), std::move(handler));
}

}  // namespace exo38
