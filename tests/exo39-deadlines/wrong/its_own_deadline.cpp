// Gives the handler a deadline of its own.
// breaks: "The handler is given the moment until when there is time: when the
//   letter was read, and what it says is left."
// step: 4
// lesson: deadline-anew-each-hop
#include <chrono>
#include <exo39-deadlines/plain_office.hpp>

namespace exo39 {

namespace {

struct ItsOwnDeadline : plain::Server {
  using Server::Server;

  asio::awaitable<std::string> ask(std::string request, Deadline) override {
    return Server::ask(std::move(request), after(std::chrono::seconds(30)));
  }
};

}  // namespace

std::shared_ptr<plain::Server> plain::make_server(Given given) {
  return std::make_shared<ItsOwnDeadline>(std::move(given));
}

}  // namespace exo39
