// Closes on a request that takes too long.
// breaks: "A request that is not whole `request` after its first byte is
//   answered with 408"
// step: 4
// lesson: slow-for-ever
#include <exo43-http/plain_talk.hpp>

namespace exo43 {

namespace {

struct SlowWithoutAWord : plain::Talk {
  using Talk::Talk;

  void time_is_up(bool) override {}
};

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler,
                               Patience patience) {
  return plain::hold<SlowWithoutAWord>(std::move(socket), std::move(handler),
                                       patience);
}

}  // namespace exo43
