// Serves one client at a time, whatever the limit.
// breaks: "`most` clients are served at the same time."
// step: 3
// lesson: places-unused
#include <exo38-server/plain_door.hpp>

namespace exo38 {

namespace {

struct OneAfterAnother : plain::Door {
  using Door::Door;

  bool has_room() override { return guests == 0; }
};

}  // namespace

asio::awaitable<void> serve_at_most(tcp::acceptor& acceptor, Handler handler,
                                    std::size_t most) {
  return plain::serve<OneAfterAnother>(acceptor, std::move(handler), most);
}

}  // namespace exo38
