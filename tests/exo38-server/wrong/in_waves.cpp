// Waits for all places to be free before it fills them again.
// breaks: "However a conversation ends, its place is free for the next client."
// step: 3
// lesson: place-lost
#include <exo38-server/plain_door.hpp>

namespace exo38 {

namespace {

struct InWaves : plain::Door {
  using Door::Door;

  bool has_room() override {
    if (guests == most) full = true;
    if (guests == 0) full = false;
    return !full;
  }

  bool full = false;
};

}  // namespace

asio::awaitable<void> serve_at_most(tcp::acceptor& acceptor, Handler handler,
                                    std::size_t most) {
  return plain::serve<InWaves>(acceptor, std::move(handler), most);
}

}  // namespace exo38
