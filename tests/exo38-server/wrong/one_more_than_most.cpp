// Lets one more in than there are places.
// breaks: "No client is accepted while `most` conversations are under way."
// step: 3
// lesson: over-the-limit
#include <exo38-server/plain_door.hpp>

namespace exo38 {

namespace {

struct OneMoreThanMost : plain::Door {
  using Door::Door;

  bool has_room() override { return guests <= most; }
};

}  // namespace

asio::awaitable<void> serve_at_most(tcp::acceptor& acceptor, Handler handler,
                                    std::size_t most) {
  return plain::serve<OneMoreThanMost>(acceptor, std::move(handler), most);
}

}  // namespace exo38
