// Lets an exception of the handler end the conversation.
// breaks: "Whatever the handler throws is answered"
// step: 1
// lesson: failure-not-answered
#include <exo38-server/plain_talk.hpp>

namespace exo38 {

namespace {

struct ExceptionLetThrough : plain::Talk {
  using Talk::Talk;

  asio::awaitable<std::string> ask(Request request) override {
    return handler(std::move(request));
  }
};

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler) {
  return plain::hold<ExceptionLetThrough>(std::move(socket),
                                          std::move(handler));
}

}  // namespace exo38
