// Begins each request with nothing in hand.
// breaks: "One request after another is given to the handler"
// step: 3
// lesson: pipelined-lost
#include <exo43-http/plain_talk.hpp>

namespace exo43 {

namespace {

struct RestThrownAway : plain::Talk {
  using Talk::Talk;

  asio::awaitable<bool> next(Request& request) override {
    rest.clear();
    return Talk::next(request);
  }
};

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler,
                               Patience patience) {
  return plain::hold<RestThrownAway>(std::move(socket), std::move(handler),
                                     patience);
}

}  // namespace exo43
