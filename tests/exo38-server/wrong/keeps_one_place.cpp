// Keeps one place free.
// breaks: "`most` clients are served at the same time."
// step: 3
// lesson: places-unused
#include <exo38-server/plain_door.hpp>

namespace exo38 {

namespace {

struct KeepsOnePlace : plain::Door {
  using Door::Door;

  bool has_room() override { return guests == 0 || guests + 1 < most; }
};

}  // namespace

asio::awaitable<void> serve_at_most(tcp::acceptor& acceptor, Handler handler,
                                    std::size_t most) {
  return plain::serve<KeepsOnePlace>(acceptor, std::move(handler), most);
}

}  // namespace exo38
