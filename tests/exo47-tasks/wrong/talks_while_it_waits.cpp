// While TAKE waits, it answers what else is asked: before the TAKE.
// breaks: "Each answer is what the broker has answered, and is sent after
//   that."
// step: 3
// lesson: questions-answered
#include <asio/error.hpp>
#include <asio/system_error.hpp>
#include <exo47-tasks/plain_talk.hpp>

namespace exo47 {

namespace {

struct TalksWhileItWaits : plain::Talk {
  using Talk::Talk;

  asio::awaitable<std::optional<Lease>> take(std::string who) override {
    using namespace asio::experimental::awaitable_operators;
    const auto first =
        co_await (plain::take_for(broker, std::move(who)) || meanwhile());
    if (first.index() == 1) co_return std::nullopt;
    co_return plain::lease_of(std::get<0>(first));
  }
  asio::awaitable<void> meanwhile() {
    try {
      for (;;) {
        const auto question = workbook::question_of(co_await wire.read());
        if (question && question->verb == plain::Question::list)
          co_await wire.write(workbook::line_of(broker.list()));
      }
    } catch (const asio::system_error& error) {
      if (error.code() == asio::error::operation_aborted) throw;
    }
  }
};

}  // namespace

asio::awaitable<void> converse(Wire wire, Broker& broker) {
  TalksWhileItWaits talk(std::move(wire), broker);
  co_await talk.run();
}

}  // namespace exo47
