// Asks for the address of a client that may have gone already: that throws.
// breaks: "A connection that breaks ends no other, and not the server."
// step: 2
// lesson: bad-client-ends-all
#include <exo38-server/plain_door.hpp>

namespace exo38 {

namespace {

struct AsksWhoItIs : plain::Door {
  using Door::Door;

  asio::awaitable<void> welcome(tcp::socket socket) override {
    [[maybe_unused]] const auto who = socket.remote_endpoint();
    return Door::welcome(std::move(socket));
  }
};

}  // namespace

asio::awaitable<void> serve(tcp::acceptor& acceptor, Handler handler) {
  return plain::serve<AsksWhoItIs>(acceptor, std::move(handler));
}

}  // namespace exo38
