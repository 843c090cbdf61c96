// Answers the exceptions that it knows.
// breaks: "What is no letter, and what the handler throws, is answered by a
//   line that begins with "-ERR", and the talk goes on."
// step: 4
// lesson: failure-not-answered
#include <exception>
#include <exo39-deadlines/plain_office.hpp>

namespace exo39 {

namespace {

struct StdExceptionsOnly : plain::Server {
  using Server::Server;

  asio::awaitable<std::string> ask(std::string request,
                                   Deadline deadline) override {
    try {
      co_return co_await handler(std::move(request), deadline);
    } catch (const std::exception& error) {
      co_return plain::failure(error.what());
    }
  }
};

}  // namespace

std::shared_ptr<plain::Server> plain::make_server(Given given) {
  return std::make_shared<StdExceptionsOnly>(std::move(given));
}

}  // namespace exo39
