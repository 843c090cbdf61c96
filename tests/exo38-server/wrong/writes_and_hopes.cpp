// Sends with exceptions, and does not expect one.
// breaks: "When the connection breaks, it returns, and throws nothing."
// step: 1
// lesson: broken-line-thrown
#include <exo38-server/plain_talk.hpp>

namespace exo38 {

namespace {

struct WritesAndHopes : plain::Talk {
  using Talk::Talk;

  asio::awaitable<void> send(std::string answer) override {
    co_await asio::async_write(socket, asio::buffer(answer),
                               asio::use_awaitable);
  }
};

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler) {
  return plain::hold<WritesAndHopes>(std::move(socket), std::move(handler));
}

}  // namespace exo38
