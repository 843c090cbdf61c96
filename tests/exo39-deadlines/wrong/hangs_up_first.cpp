// A client that sends no more has gone, it believes.
// breaks: "A client that sends no more gets all its answers; then it is let
//   go."
// step: 4
// lesson: failure-not-answered
#include <asio/buffer.hpp>
#include <exo39-deadlines/plain_office.hpp>

namespace exo39 {

namespace {

struct HangsUpFirst : plain::Server {
  using Server::Server;

  asio::awaitable<void> reply(plain::Talk& talk, std::string line) override {
    char next;
    asio::error_code error;
    talk.socket.non_blocking(true);
    talk.socket.receive(asio::buffer(&next, 1), tcp::socket::message_peek,
                        error);
    if (error == asio::error::eof) throw asio::system_error(error);
    co_await Server::reply(talk, std::move(line));
  }
};

}  // namespace

std::shared_ptr<plain::Server> plain::make_server(Given given) {
  return std::make_shared<HangsUpFirst>(std::move(given));
}

}  // namespace exo39
