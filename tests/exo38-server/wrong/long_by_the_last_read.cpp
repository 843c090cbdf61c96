// Looks at the length only before a read, and takes what the last one adds.
// breaks: "What is malformed, or longer than `longest_request`"
// step: 1
// lesson: whole-but-too-long
#include <exo38-server/plain_talk.hpp>

namespace exo38 {

namespace {

struct LongByTheLastRead : plain::Talk {
  using Talk::Talk;

  bool is_refused(const workbook::Front& front) override {
    return front.malformed ||
           (!front.size && received.size() >= longest_request);
  }
};

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler) {
  return plain::hold<LongByTheLastRead>(std::move(socket), std::move(handler));
}

}  // namespace exo38
