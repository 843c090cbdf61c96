// Refuses what grows too long, but not what is too long already when it is
// whole.
// breaks: "What is malformed, or longer than `longest_request`"
// step: 1
// lesson: whole-but-too-long
#include <exo38-server/plain_talk.hpp>

namespace exo38 {

namespace {

struct LongButWhole : plain::Talk {
  using Talk::Talk;

  bool is_refused(const workbook::Front& front) override {
    return front.malformed ||
           (!front.size && received.size() > longest_request);
  }
  asio::mutable_buffer piece() override { return asio::buffer(large); }

  std::array<char, 32 * 1024> large;
};

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler) {
  return plain::hold<LongButWhole>(std::move(socket), std::move(handler));
}

}  // namespace exo38
