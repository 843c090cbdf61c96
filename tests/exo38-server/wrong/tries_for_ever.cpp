// Takes a closed acceptor for an error that passes.
// breaks: "When the acceptor is closed, it returns, at the latest
//   `accept_pause` later."
// step: 2
// lesson: accepts-for-ever
#include <exo38-server/plain_door.hpp>

namespace exo38 {

namespace {

struct TriesForEver : plain::Door {
  using Door::Door;

  bool is_open() override { return true; }
};

}  // namespace

asio::awaitable<void> serve(tcp::acceptor& acceptor, Handler handler) {
  return plain::serve<TriesForEver>(acceptor, std::move(handler));
}

}  // namespace exo38
