// Hands over the answer once, and does not look how much went.
// breaks: "It arrives whole"
// step: 3
// lesson: answer-incomplete
#include <exo43-http/plain_talk.hpp>

namespace exo43 {

namespace {

struct WriteSome : plain::Talk {
  using Talk::Talk;

  asio::awaitable<bool> send(std::string bytes) override {
    using namespace asio::experimental::awaitable_operators;
    timer.expires_at(answer_until());
    const auto sent = co_await (
        socket.async_write_some(asio::buffer(bytes), plain::as_result) ||
        timer.async_wait(plain::as_result));
    co_return sent.index() == 0 && !std::get<0>(std::get<0>(sent));
  }
};

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler,
                               Patience patience) {
  return plain::hold<WriteSome>(std::move(socket), std::move(handler),
                                patience);
}

}  // namespace exo43
