// Reads until the buffer is full.
// breaks: "Each request is handled once its last byte is there, however the
//   network cuts the requests up or joins them."
// step: 1
// lesson: waits-for-more
#include <asio/read.hpp>
#include <exo38-server/plain_talk.hpp>

namespace exo38 {

namespace {

struct ReadsAWholeBuffer : plain::Talk {
  using Talk::Talk;

  asio::awaitable<plain::Received> receive(asio::mutable_buffer room) override {
    return asio::async_read(socket, room, as_result);
  }
};

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler) {
  return plain::hold<ReadsAWholeBuffer>(std::move(socket), std::move(handler));
}

}  // namespace exo38
