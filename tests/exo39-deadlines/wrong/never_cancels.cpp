// Passes the deadline on, and trusts the handler to keep it.
// breaks: "At that moment the handler is cancelled, and the client is answered
//   by a line that begins with "-ERR"."
// step: 4
// lesson: works-for-nobody
#include <exo39-deadlines/plain_office.hpp>

namespace exo39 {

namespace {

struct NeverCancels : plain::Server {
  using Server::Server;

  asio::awaitable<std::string> ask_in_time(std::string request,
                                           Deadline deadline) override {
    return ask(std::move(request), deadline);
  }
};

}  // namespace

std::shared_ptr<plain::Server> plain::make_server(Given given) {
  return std::make_shared<NeverCancels>(std::move(given));
}

}  // namespace exo39
