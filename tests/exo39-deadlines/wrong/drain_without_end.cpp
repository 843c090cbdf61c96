// Waits for the last client, for ever.
// breaks: "What is under way when `grace` is over is cancelled: its clients are
//   cut off then, and run() returns."
// step: 4
// lesson: drain-never-ends
#include <exo39-deadlines/plain_office.hpp>

namespace exo39 {

namespace {

struct DrainWithoutEnd : plain::Server {
  using Server::Server;

  void set_end(Clock::duration) override {}
};

}  // namespace

std::shared_ptr<plain::Server> plain::make_server(Given given) {
  return std::make_shared<DrainWithoutEnd>(std::move(given));
}

}  // namespace exo39
