// Reads until the client sends no more, and answers then.
// breaks: "Each request is handled once its last byte is there, however the
//   network cuts the requests up or joins them."
// step: 1
// lesson: waits-for-more
#include <exo38-server/plain_talk.hpp>

namespace exo38 {

namespace {

struct ReadsToTheEnd : plain::Talk {
  using Talk::Talk;

  asio::awaitable<void> read() override {
    while (!over) co_await Talk::read();
    // What it has read is handled now; at the second end, nothing is left.
    over = std::exchange(ended, true);
  }

  bool ended = false;
};

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler) {
  return plain::hold<ReadsToTheEnd>(std::move(socket), std::move(handler));
}

}  // namespace exo38
