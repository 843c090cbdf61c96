// While TAKE waits, it looks at nothing else.
// breaks: "Who goes away while TAKE waits is lent nothing."
// step: 3
// lesson: lent-to-the-gone
#include <exo47-tasks/plain_talk.hpp>

namespace exo47 {

namespace {

struct WaitsForTheGone : plain::Talk {
  using Talk::Talk;

  asio::awaitable<std::optional<Lease>> take(std::string who) override {
    co_return co_await broker.take(std::move(who));
  }
};

}  // namespace

asio::awaitable<void> converse(Wire wire, Broker& broker) {
  WaitsForTheGone talk(std::move(wire), broker);
  co_await talk.run();
}

}  // namespace exo47
