// Reads on for as long as a request does not end.
// breaks: "What is malformed, or longer than `longest_request`"
// breaks: "It keeps no more than `most_kept` allows"
// step: 1
// lesson: line-without-limit
#include <exo38-server/plain_talk.hpp>

namespace exo38 {

namespace {

struct NoLimit : plain::Talk {
  using Talk::Talk;

  bool is_refused(const workbook::Front& front) override {
    return front.malformed;
  }
};

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler) {
  return plain::hold<NoLimit>(std::move(socket), std::move(handler));
}

}  // namespace exo38
