// Gives a request more time with each byte.
// breaks: "however often a byte of it comes"
// step: 4
// lesson: slow-for-ever
#include <exo43-http/plain_talk.hpp>

namespace exo43 {

namespace {

struct TimeForEachByte : plain::Talk {
  using Talk::Talk;

  void has_come(bool) override {
    until = plain::Clock::now() + patience.request;
  }
};

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler,
                               Patience patience) {
  return plain::hold<TimeForEachByte>(std::move(socket), std::move(handler),
                                      patience);
}

}  // namespace exo43
