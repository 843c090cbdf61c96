// Serves a client, then the next one.
// breaks: "All clients are served at the same time."
// step: 4
// lesson: one-at-a-time
#include <exception>
#include <exo39-deadlines/plain_office.hpp>

namespace exo39 {

namespace {

struct OneClientAtATime : plain::Server {
  using Server::Server;

  asio::awaitable<void> serve(plain::Talks::iterator talk) override {
    try {
      co_await talk_with(*talk);
    } catch (const std::exception&) {
    }
    talks.erase(talk);
  }
};

}  // namespace

std::shared_ptr<plain::Server> plain::make_server(Given given) {
  return std::make_shared<OneClientAtATime>(std::move(given));
}

}  // namespace exo39
