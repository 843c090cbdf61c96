// Clears all that it has read once it has found a request in it.
// breaks: "Each request is handled once its last byte is there, however the
//   network cuts the requests up or joins them."
// step: 1
// lesson: rest-thrown-away
#include <exo38-server/plain_talk.hpp>

namespace exo38 {

namespace {

struct RestCleared : plain::Talk {
  using Talk::Talk;

  void remove(std::size_t) override { received.clear(); }
};

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler) {
  return plain::hold<RestCleared>(std::move(socket), std::move(handler));
}

}  // namespace exo38
