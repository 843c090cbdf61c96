// Refuses when it has read much, though it is many short requests.
// breaks: "Each request is handled once its last byte is there, however the
//   network cuts the requests up or joins them."
// step: 1
// lesson: limit-for-the-honest
#include <exo38-server/plain_talk.hpp>

namespace exo38 {

namespace {

struct LimitForAll : plain::Talk {
  using Talk::Talk;

  bool is_refused(const workbook::Front& front) override {
    return front.malformed || received.size() > longest_request;
  }
  asio::mutable_buffer piece() override { return asio::buffer(large); }

  std::array<char, 32 * 1024> large;
};

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler) {
  return plain::hold<LimitForAll>(std::move(socket), std::move(handler));
}

}  // namespace exo38
