// Gives each part of an answer the time of the whole.
// breaks: "A client that takes longer than `patience.total` to receive an
//   answer is let go."
// step: 4
// lesson: deaf-client-kept
#include <asio/buffer.hpp>
#include <exo39-deadlines/plain_office.hpp>

namespace exo39 {

namespace {

struct TimeForEachPart : plain::Server {
  using Server::Server;

  asio::awaitable<void> send(plain::Talk& talk, std::string rest) override {
    while (!rest.empty())
      co_await plain::in_time(write_some(talk.socket, rest),
                              after(patience.total));
  }
  static asio::awaitable<asio::error_code> write_some(tcp::socket& socket,
                                                      std::string& rest) {
    const auto [error, size] =
        co_await socket.async_write_some(asio::buffer(rest), plain::as_result);
    rest.erase(0, size);
    co_return error;
  }
};

}  // namespace

std::shared_ptr<plain::Server> plain::make_server(Given given) {
  return std::make_shared<TimeForEachPart>(std::move(given));
}

}  // namespace exo39
