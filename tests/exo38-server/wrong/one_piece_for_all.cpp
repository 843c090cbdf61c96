// Reads into a buffer that all conversations share.
// breaks: "Each request is handled once its last byte is there, however the
//   network cuts the requests up or joins them."
// step: 1
// lesson: shared-by-all
#include <exo38-server/plain_talk.hpp>

namespace exo38 {

namespace {

struct OnePieceForAll : plain::Talk {
  using Talk::Talk;

  asio::mutable_buffer piece() override {
    static std::array<char, 4096> shared;
    return asio::buffer(shared);
  }
};

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler) {
  return plain::hold<OnePieceForAll>(std::move(socket), std::move(handler));
}

}  // namespace exo38
