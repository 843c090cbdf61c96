// Waits until the grace is over, also when nobody is left.
// breaks: "It returns when the last client is gone, and not before."
// step: 4
// lesson: drain-never-ends
#include <exo39-deadlines/plain_office.hpp>

namespace exo39 {

namespace {

struct WaitsOutTheGrace : plain::Server {
  using Server::Server;

  bool somebody_is_left() override {
    return !talks.empty() || Clock::now() < end;
  }
};

}  // namespace

std::shared_ptr<plain::Server> plain::make_server(Given given) {
  return std::make_shared<WaitsOutTheGrace>(std::move(given));
}

}  // namespace exo39
