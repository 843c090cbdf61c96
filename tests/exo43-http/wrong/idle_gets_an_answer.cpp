// Answers 408 to who has asked for nothing.
// breaks: "is let go, without an answer"
// step: 4
// lesson: keep-alive-for-ever
#include <exo43-http/plain_talk.hpp>

namespace exo43 {

namespace {

struct IdleGetsAnAnswer : plain::Talk {
  using Talk::Talk;

  void time_is_up(bool) override { throw Refused(408); }
};

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler,
                               Patience patience) {
  return plain::hold<IdleGetsAnAnswer>(std::move(socket), std::move(handler),
                                       patience);
}

}  // namespace exo43
