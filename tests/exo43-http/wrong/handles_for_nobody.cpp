// Goes on with the next request when the answer could not be sent.
// breaks: "When the connection breaks, it returns"
// step: 3
// lesson: broken-line-thrown
#include <exo43-http/plain_talk.hpp>

namespace exo43 {

namespace {

struct HandlesForNobody : plain::Talk {
  using Talk::Talk;

  asio::awaitable<bool> send(std::string bytes) override {
    co_await Talk::send(std::move(bytes));
    co_return true;
  }
};

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler,
                               Patience patience) {
  return plain::hold<HandlesForNobody>(std::move(socket), std::move(handler),
                                       patience);
}

}  // namespace exo43
