// Refuses a request, and reads the next one.
// breaks: "nothing behind it is handled"
// step: 3
// lesson: refusal-not-last
#include <exo43-http/plain_talk.hpp>

namespace exo43 {

namespace {

struct GoesOnAfterARefusal : plain::Talk {
  using Talk::Talk;

  bool answers_refusal(int status) override {
    last = status == 408;
    rest.erase(0, rest.find("\r\n\r\n") + 4);
    return true;
  }
};

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler,
                               Patience patience) {
  return plain::hold<GoesOnAfterARefusal>(std::move(socket), std::move(handler),
                                          patience);
}

}  // namespace exo43
