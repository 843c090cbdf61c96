// Returns when the door is closed.
// breaks: "It returns when the last client is gone, and not before."
// step: 4
// lesson: ends-too-early
#include <exo39-deadlines/plain_office.hpp>

namespace exo39 {

namespace {

struct ReturnsAtOnce : plain::Server {
  using Server::Server;

  bool somebody_is_left() override { return false; }
};

}  // namespace

std::shared_ptr<plain::Server> plain::make_server(Given given) {
  return std::make_shared<ReturnsAtOnce>(std::move(given));
}

}  // namespace exo39
