// Answers a Refused of the handler as one of the parser.
// breaks: "Whatever the handler throws is answered with 500"
// step: 3
// lesson: refused-by-the-handler
#include <exo43-http/plain_talk.hpp>

namespace exo43 {

namespace {

struct RefusedByTheHandler : plain::Talk {
  using Talk::Talk;

  asio::awaitable<Response> ask(Request request) override {
    Response response;
    try {
      response = co_await handler(std::move(request));
    } catch (const Refused& refused) {
      response.status = refused.status;
    } catch (...) {
      response = failure();
    }
    co_return response;
  }
};

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler,
                               Patience patience) {
  return plain::hold<RefusedByTheHandler>(std::move(socket), std::move(handler),
                                          patience);
}

}  // namespace exo43
