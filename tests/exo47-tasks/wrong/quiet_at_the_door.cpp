// A KEEP or DONE that the broker cannot answer is LATE: nobody hears that the
// paper has failed.
// breaks: "What the broker throws comes out, in the same moment."
// step: 3
// lesson: failure-hidden
#include <exo47-tasks/plain_talk.hpp>

namespace exo47 {

namespace {

struct QuietAtTheDoor : plain::Talk {
  using Talk::Talk;

  std::string verdict(const plain::Question& question) override {
    try {
      return Talk::verdict(question);
    } catch (const std::exception&) {
      return "LATE";
    }
  }
};

}  // namespace

asio::awaitable<void> converse(Wire wire, Broker& broker) {
  QuietAtTheDoor talk(std::move(wire), broker);
  co_await talk.run();
}

}  // namespace exo47
