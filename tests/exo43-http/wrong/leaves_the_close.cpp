// Sets the option, and leaves the close to the destructor, which takes it back.
// breaks: "the system does not go on sending it, either"
// step: 4
// lesson: deaf-for-ever
#include <exo43-http/plain_talk.hpp>

namespace exo43 {

namespace {

struct LeavesTheClose : plain::Talk {
  using Talk::Talk;

  void cut_off() override {
    asio::error_code ignored;
    socket.set_option(asio::socket_base::linger(true, 0), ignored);
  }
};

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler,
                               Patience patience) {
  return plain::hold<LeavesTheClose>(std::move(socket), std::move(handler),
                                     patience);
}

}  // namespace exo43
