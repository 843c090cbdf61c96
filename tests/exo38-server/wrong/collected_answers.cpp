// Collects the answers to all that it has read, and sends them together.
// breaks: "An answer does not wait for the request after it to be handled."
// step: 1
// lesson: answers-held-back
#include <exo38-server/plain_talk.hpp>

namespace exo38 {

namespace {

struct CollectedAnswers : plain::Talk {
  using Talk::Talk;

  asio::awaitable<void> send(std::string answer) override {
    answers += answer;
    // There is more to answer.
    if (!over && workbook::front_of(received).size) co_return;
    co_await Talk::send(std::exchange(answers, ""));
  }

  std::string answers;
};

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler) {
  return plain::hold<CollectedAnswers>(std::move(socket), std::move(handler));
}

}  // namespace exo38
