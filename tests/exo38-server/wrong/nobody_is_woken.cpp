// Gives the place back, and does not wake who waits for it.
// breaks: "However a conversation ends, its place is free for the next client."
// step: 3
// lesson: place-lost
#include <exo38-server/plain_door.hpp>

namespace exo38 {

namespace {

struct NobodyIsWoken : plain::Door {
  using Door::Door;

  void has_left() override { --guests; }
};

}  // namespace

asio::awaitable<void> serve_at_most(tcp::acceptor& acceptor, Handler handler,
                                    std::size_t most) {
  return plain::serve<NobodyIsWoken>(acceptor, std::move(handler), most);
}

}  // namespace exo38
