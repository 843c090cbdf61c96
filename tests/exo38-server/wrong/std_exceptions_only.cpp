// Answers what is a std::exception, and lets the rest through.
// breaks: "Whatever the handler throws is answered"
// step: 1
// lesson: failure-not-answered
#include <exo38-server/plain_talk.hpp>

namespace exo38 {

namespace {

struct StdExceptionsOnly : plain::Talk {
  using Talk::Talk;

  asio::awaitable<std::string> ask(Request request) override {
    try {
      co_return co_await handler(std::move(request));
    } catch (const std::exception& error) {
      co_return workbook::failure(error.what());
    }
  }
};

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler) {
  return plain::hold<StdExceptionsOnly>(std::move(socket), std::move(handler));
}

}  // namespace exo38
