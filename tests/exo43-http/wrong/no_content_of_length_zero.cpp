// Gives the length of a body that it may not have.
// breaks: "An answer of status 204 or 304 has neither body nor Content-Length"
// step: 3
// lesson: head-with-body
#include <exo43-http/plain_talk.hpp>

namespace exo43 {

namespace {

struct NoContentOfLengthZero : plain::Talk {
  using Talk::Talk;

  std::string length(const Response& response) override {
    return "Content-Length: " + std::to_string(response.body.size()) + "\r\n";
  }
};

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler,
                               Patience patience) {
  return plain::hold<NoContentOfLengthZero>(std::move(socket),
                                            std::move(handler), patience);
}

}  // namespace exo43
