// A failure of take() waits until the worker has gone.
// breaks: "What the broker throws comes out, in the same moment."
// step: 3
// lesson: failure-hidden
#include "tasks.hpp"

#include <asio/experimental/awaitable_operators.hpp>
#include <exception>
#include <utility>

namespace exo47 {

namespace {

using namespace asio::experimental::awaitable_operators;

struct Attempt {
  std::exception_ptr failure;
  Lease lease;
};

asio::awaitable<Attempt> take_for(Broker& broker, std::string who) {
  Attempt attempt;
  try {
    attempt.lease = co_await broker.take(std::move(who));
  } catch (...) {
    attempt.failure = std::current_exception();
  }
  co_return attempt;
}

std::string verdict(bool good) { return good ? "OK" : "LATE"; }

}  // namespace

asio::awaitable<void> converse(Wire wire, Broker& broker) {
  for (;;) {
    const auto line = co_await wire.read();
    const auto question = workbook::question_of(line);
    std::string answer = "ERR this is no question";
    if (question) {
      switch (question->verb) {
        case workbook::Question::put:
          broker.put(question->id, question->text);
          answer = "OK";
          break;
        case workbook::Question::take: {
          auto taken = co_await (broker.take(question->who) || wire.gone());
          if (taken.index() == 1) co_return;
          answer = workbook::line_of(std::get<0>(taken));
          break;
        }
        case workbook::Question::keep:
          answer = verdict(broker.keep(question->id, question->token));
          break;
        case workbook::Question::done:
          answer = verdict(broker.done(question->id, question->token));
          break;
        case workbook::Question::list:
          answer = workbook::line_of(broker.list());
          break;
      }
    }
    co_await wire.write(answer);
  }
}

}  // namespace exo47
