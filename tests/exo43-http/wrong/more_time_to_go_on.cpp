// Gives the whole time again to who was told to go on.
// breaks: "A request that is not whole `request` after its first byte is
//   answered with 408"
// step: 4
// lesson: slow-for-ever
#include <exo43-http/plain_talk.hpp>

namespace exo43 {

namespace {

struct MoreTimeToGoOn : plain::Talk {
  using Talk::Talk;

  asio::awaitable<void> tell_to_go_on() override {
    until = plain::Clock::now() + patience.request;
    return Talk::tell_to_go_on();
  }
};

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler,
                               Patience patience) {
  return plain::hold<MoreTimeToGoOn>(std::move(socket), std::move(handler),
                                     patience);
}

}  // namespace exo43
