// Has a second conversation, written for the server, and that knows no limit.
// breaks: "What is malformed, or longer than `longest_request`"
// step: 4
// lesson: whole-but-too-long
#include <exo38-server/plain_server.hpp>

namespace exo38 {

namespace {

struct OwnTalk : plain::Talk {
  using Talk::Talk;

  bool is_refused(const workbook::Front& front) override {
    return front.malformed;
  }
};

struct ATalkOfItsOwn : plain::Server {
  using Server::Server;

  std::shared_ptr<plain::Talk> make_talk(tcp::socket socket) override {
    return std::make_shared<OwnTalk>(std::move(socket), handler);
  }
};

}  // namespace

std::shared_ptr<plain::Server> plain::make_server(tcp::acceptor& acceptor,
                                                  Handler handler,
                                                  std::size_t most) {
  return std::make_shared<ATalkOfItsOwn>(acceptor, std::move(handler), most);
}

}  // namespace exo38
