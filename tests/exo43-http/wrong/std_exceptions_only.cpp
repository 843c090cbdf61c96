// Answers only failures that are std::exceptions.
// breaks: "Whatever the handler throws is answered with 500"
// step: 3
// lesson: failure-not-answered
#include <exception>
#include <exo43-http/plain_talk.hpp>

namespace exo43 {

namespace {

struct StdExceptionsOnly : plain::Talk {
  using Talk::Talk;

  asio::awaitable<Response> ask(Request request) override {
    try {
      co_return co_await handler(std::move(request));
    } catch (const std::exception&) {
    }
    co_return failure();
  }
};

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler,
                               Patience patience) {
  return plain::hold<StdExceptionsOnly>(std::move(socket), std::move(handler),
                                        patience);
}

}  // namespace exo43
