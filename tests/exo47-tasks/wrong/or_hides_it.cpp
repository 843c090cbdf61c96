// A failure of take() waits until the worker has gone.
// breaks: "What the broker throws comes out, in the same moment."
// step: 3
// lesson: failure-hidden
#include <exo47-tasks/plain_talk.hpp>

namespace exo47 {

namespace {

struct OrHidesIt : plain::Talk {
  using Talk::Talk;

  asio::awaitable<std::optional<Lease>> take(std::string who) override {
    using namespace asio::experimental::awaitable_operators;
    const auto first = co_await (broker.take(std::move(who)) || wire.gone());
    if (first.index() == 1) co_return std::nullopt;
    co_return std::get<0>(first);
  }
};

}  // namespace

asio::awaitable<void> converse(Wire wire, Broker& broker) {
  OrHidesIt talk(std::move(wire), broker);
  co_await talk.run();
}

}  // namespace exo47
