// While TAKE waits, it answers what else is asked: before the TAKE.
// breaks: "Each answer is what the broker has answered, and is sent after
//   that."
// step: 3
// lesson: questions-answered
#include "tasks.hpp"

#include <asio/error.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/system_error.hpp>
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

asio::awaitable<void> meanwhile(Wire& wire, Broker& broker) {
  try {
    for (;;) {
      const auto question = workbook::question_of(co_await wire.read());
      if (question && question->verb == workbook::Question::list)
        co_await wire.write(workbook::line_of(broker.list()));
    }
  } catch (const asio::system_error& error) {
    if (error.code() == asio::error::operation_aborted) throw;
  }
}

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
          auto taken = co_await (take_for(broker, question->who) ||
                                 meanwhile(wire, broker));
          if (taken.index() == 1) co_return;
          auto& attempt = std::get<0>(taken);
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
