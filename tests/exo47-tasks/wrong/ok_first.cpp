// Answers, and then does what it has said.
// breaks: "Each answer is what the broker has answered, and is sent after
//   that."
// step: 3
// lesson: answer-before-journal
#include <exo47-tasks/plain_talk.hpp>

namespace exo47 {

namespace {

struct OkFirst : plain::Talk {
  using Talk::Talk;

  asio::awaitable<void> put(const plain::Question& question) override {
    co_await wire.write("OK");
    broker.put(question.id, question.text);
  }
};

}  // namespace

asio::awaitable<void> converse(Wire wire, Broker& broker) {
  OkFirst talk(std::move(wire), broker);
  co_await talk.run();
}

}  // namespace exo47
