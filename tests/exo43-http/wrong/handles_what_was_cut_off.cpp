// Handles a request whose body did not come whole.
// breaks: "A request that was cut off is not handled"
// step: 3
// lesson: half-close-is-not-goodbye
#include <exo43-http/plain_talk.hpp>

namespace exo43 {

namespace {

struct HandlesWhatWasCutOff : plain::Talk {
  using Talk::Talk;

  bool ended(asio::error_code, const Parser& parser,
             Request& request) override {
    if (!parser.head()) return false;
    request = *parser.head();
    last = true;
    return true;
  }
};

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler,
                               Patience patience) {
  return plain::hold<HandlesWhatWasCutOff>(std::move(socket),
                                           std::move(handler), patience);
}

}  // namespace exo43
