// Sets a flag, and waits for the silent ones to see it.
// breaks: "Clients who have no letter under way are let go at once."
// step: 4
// lesson: waits-for-the-silent
#include <exo39-deadlines/plain_office.hpp>

namespace exo39 {

namespace {

struct NobodyIsWoken : plain::Server {
  using Server::Server;

  void let_go(plain::Talk&) override {}
};

}  // namespace

std::shared_ptr<plain::Server> plain::make_server(Given given) {
  return std::make_shared<NobodyIsWoken>(std::move(given));
}

}  // namespace exo39
