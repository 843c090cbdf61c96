// Closes a connection on which nothing came for a minute.
// breaks: "Each request is handled once its last byte is there, however the
//   network cuts the requests up or joins them."
// step: 1
// lesson: out-of-patience
#include <asio/steady_timer.hpp>
#include <chrono>
#include <exo38-server/plain_talk.hpp>

namespace exo38 {

namespace {

struct ClosesTheIdle : plain::Talk {
  using Talk::Talk;

  asio::awaitable<void> read() override {
    minute.expires_after(std::chrono::minutes(1));
    minute.async_wait([this](asio::error_code stopped) {
      if (!stopped) socket.close();
    });
    return Talk::read();
  }

  asio::steady_timer minute{socket.get_executor()};
};

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler) {
  return plain::hold<ClosesTheIdle>(std::move(socket), std::move(handler));
}

}  // namespace exo38
