// The first error of accept is the last.
// breaks: "An error of accept, or a connection that breaks, ends nothing else."
// step: 4
// lesson: bad-client-ends-all
#include <exo39-deadlines/plain_office.hpp>

namespace exo39 {

namespace {

struct AcceptErrorIsTheEnd : plain::Server {
  using Server::Server;

  asio::awaitable<void> accept_has_failed(asio::error_code error) override {
    throw asio::system_error(error);
  }
};

}  // namespace

std::shared_ptr<plain::Server> plain::make_server(Given given) {
  return std::make_shared<AcceptErrorIsTheEnd>(std::move(given));
}

}  // namespace exo39
