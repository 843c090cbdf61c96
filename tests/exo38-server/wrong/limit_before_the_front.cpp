// Looks at the length of all that was read before it looks for a request.
// breaks: "Each request is handled once its last byte is there, however the
//   network cuts the requests up or joins them."
// step: 1
// lesson: limit-for-the-honest
#include <exo38-server/plain_talk.hpp>

namespace exo38 {

namespace {

struct LimitBeforeTheFront : plain::Talk {
  using Talk::Talk;

  bool is_refused(const workbook::Front& front) override {
    return front.malformed || received.size() > longest_request;
  }
};

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler) {
  return plain::hold<LimitBeforeTheFront>(std::move(socket),
                                          std::move(handler));
}

}  // namespace exo38
