// Handles all the requests that it has read already.
// breaks: "No further request is given to the handler."
// step: 4
// lesson: one-more-request
#include <exo38-server/plain_server.hpp>

namespace exo38 {

namespace {

struct GoesOn : plain::Talk {
  using Talk::Talk;

  bool goes_on() override {
    return !last || workbook::front_of(received).size > 0;
  }
};

struct AnswersAllItHasRead : plain::Server {
  using Server::Server;

  std::shared_ptr<plain::Talk> make_talk(tcp::socket socket) override {
    return std::make_shared<GoesOn>(std::move(socket), handler);
  }
};

}  // namespace

std::shared_ptr<plain::Server> plain::make_server(tcp::acceptor& acceptor,
                                                  Handler handler,
                                                  std::size_t most) {
  return std::make_shared<AnswersAllItHasRead>(acceptor, std::move(handler),
                                               most);
}

}  // namespace exo38
