// Forgets what is malformed, and reads on.
// breaks: "What is malformed, or longer than `longest_request`"
// step: 1
// lesson: nonsense-not-refused
#include <exo38-server/plain_talk.hpp>

namespace exo38 {

namespace {

struct NonsenseSkipped : plain::Talk {
  using Talk::Talk;

  asio::awaitable<void> refuse(workbook::Front front) override {
    if (front.malformed)
      received.clear();
    else
      co_await Talk::refuse(front);
  }
};

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler) {
  return plain::hold<NonsenseSkipped>(std::move(socket), std::move(handler));
}

}  // namespace exo38
