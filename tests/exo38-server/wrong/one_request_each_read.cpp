// Handles one request, and then reads again before it looks at the rest.
// breaks: "Each request is handled once its last byte is there, however the
//   network cuts the requests up or joins them."
// step: 1
// lesson: rest-thrown-away
#include <exo38-server/plain_talk.hpp>

namespace exo38 {

namespace {

struct OneRequestEachRead : plain::Talk {
  using Talk::Talk;

  asio::awaitable<void> handle(Request request) override {
    co_await Talk::handle(std::move(request));
    if (!over) co_await read();
  }
};

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler) {
  return plain::hold<OneRequestEachRead>(std::move(socket), std::move(handler));
}

}  // namespace exo38
