// Sends what an answer is as a C string.
// breaks: "Each answer arrives whole, however little the network takes at
//   once."
// step: 1
// lesson: changed-on-the-way
#include <exo38-server/plain_talk.hpp>

namespace exo38 {

namespace {

struct EndsAtAZero : plain::Talk {
  using Talk::Talk;

  asio::awaitable<void> send(std::string answer) override {
    return Talk::send(answer.c_str());
  }
};

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler) {
  return plain::hold<EndsAtAZero>(std::move(socket), std::move(handler));
}

}  // namespace exo38
