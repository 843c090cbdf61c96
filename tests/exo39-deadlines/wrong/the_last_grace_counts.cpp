// Lets each drain() set the end anew.
// breaks: "Called again, it can only bring the end nearer: the earliest one
//   counts."
// step: 4
// lesson: grace-begins-anew
#include <exo39-deadlines/plain_office.hpp>

namespace exo39 {

namespace {

struct TheLastGraceCounts : plain::Server {
  using Server::Server;

  void set_end(Clock::duration grace) override { end = after(grace); }
};

}  // namespace

std::shared_ptr<plain::Server> plain::make_server(Given given) {
  return std::make_shared<TheLastGraceCounts>(std::move(given));
}

}  // namespace exo39
