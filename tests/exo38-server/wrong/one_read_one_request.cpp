// Takes what one read gives for one request, and forgets what is not whole.
// breaks: "Each request is handled once its last byte is there, however the
//   network cuts the requests up or joins them."
// step: 1
// lesson: one-read-one-message
#include <exo38-server/plain_talk.hpp>

namespace exo38 {

namespace {

struct OneReadOneRequest : plain::Talk {
  using Talk::Talk;

  asio::awaitable<void> read() override {
    received.clear();
    return Talk::read();
  }
};

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler) {
  return plain::hold<OneReadOneRequest>(std::move(socket), std::move(handler));
}

}  // namespace exo38
