// Begins anew after a letter that came to nothing.
// breaks: "What is no letter, and what the handler throws, is answered by a
//   line that begins with "-ERR", and the talk goes on."
// step: 4
// lesson: rest-thrown-away
#include <exo39-deadlines/plain_office.hpp>

namespace exo39 {

namespace {

struct ForgetsTheLettersBehind : plain::Server {
  using Server::Server;

  asio::awaitable<void> send(plain::Talk& talk, std::string answer) override {
    if (answer.starts_with("-ERR")) talk.received.clear();
    return Server::send(talk, std::move(answer));
  }
};

}  // namespace

std::shared_ptr<plain::Server> plain::make_server(Given given) {
  return std::make_shared<ForgetsTheLettersBehind>(std::move(given));
}

}  // namespace exo39
