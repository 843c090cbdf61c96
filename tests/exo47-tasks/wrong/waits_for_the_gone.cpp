// While TAKE waits, it looks at nothing else.
// breaks: "Who goes away while TAKE waits is lent nothing."
// step: 3
// lesson: lent-to-the-gone
#include "tasks.hpp"

#include <exception>
#include <utility>

namespace exo47 {

namespace {

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
          auto attempt = co_await take_for(broker, question->who);
          if (attempt.failure) std::rethrow_exception(attempt.failure);
          answer = workbook::line_of(attempt.lease);
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
