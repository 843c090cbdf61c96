// Has a deadline for what it reads, and none for what it writes.
// breaks: "A client that takes longer than `patience.total` to receive an
//   answer is let go."
// step: 4
// lesson: deaf-client-kept
#include <exo39-deadlines/plain_office.hpp>

namespace exo39 {

namespace {

struct WritesForEver : plain::Server {
  using Server::Server;

  asio::awaitable<void> send(plain::Talk& talk, std::string answer) override {
    const auto error = co_await plain::write(talk.socket, answer);
    if (error) throw asio::system_error(error);
  }
};

}  // namespace

std::shared_ptr<plain::Server> plain::make_server(Given given) {
  return std::make_shared<WritesForEver>(std::move(given));
}

}  // namespace exo39
