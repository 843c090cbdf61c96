// Counts the time of an answer from the request on.
// breaks: "The time that the handler takes is not the client's"
// step: 4
// lesson: handlers-time-counted
#include <exo43-http/plain_talk.hpp>

namespace exo43 {

namespace {

struct ClockRunsWhileHandling : plain::Talk {
  using Talk::Talk;

  asio::awaitable<Response> ask(Request request) override {
    asked = plain::Clock::now();
    return Talk::ask(std::move(request));
  }
  plain::Clock::time_point answer_until() override {
    return asked + patience.answer;
  }

  plain::Clock::time_point asked = plain::Clock::now();
};

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler,
                               Patience patience) {
  return plain::hold<ClockRunsWhileHandling>(std::move(socket),
                                             std::move(handler), patience);
}

}  // namespace exo43
