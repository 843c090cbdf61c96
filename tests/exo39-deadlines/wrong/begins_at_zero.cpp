// Begins the work, and then lets the timer say that it is too late.
// breaks: "If the letter leaves no time, the handler is not asked, and the
//   client is answered by a line that begins with "-ERR"."
// step: 4
// lesson: begins-too-late
#include <exo39-deadlines/plain_office.hpp>

namespace exo39 {

namespace {

struct BeginsAtZero : plain::Server {
  using Server::Server;

  bool is_over(Deadline) override { return false; }
};

}  // namespace

std::shared_ptr<plain::Server> plain::make_server(Given given) {
  return std::make_shared<BeginsAtZero>(std::move(given));
}

}  // namespace exo39
