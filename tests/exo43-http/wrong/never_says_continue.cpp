// Waits for a body that waits to be asked for.
// breaks: "A client that says "Expect: 100-continue" gets"
// step: 3
// lesson: go-ahead-missing
#include <exo43-http/plain_talk.hpp>

namespace exo43 {

namespace {

struct NeverSaysContinue : plain::Talk {
  using Talk::Talk;

  bool expects(const Request*) override { return false; }
};

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler,
                               Patience patience) {
  return plain::hold<NeverSaysContinue>(std::move(socket), std::move(handler),
                                        patience);
}

}  // namespace exo43
