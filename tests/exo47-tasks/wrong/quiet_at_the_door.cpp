// A KEEP or DONE that the broker cannot answer is LATE: nobody hears that the
// paper has failed.
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

template <class Call>
std::string verdict(Call call) {
  try {
    return call() ? "OK" : "LATE";
  } catch (const std::exception&) {
    return "LATE";
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
          auto taken =
              co_await (take_for(broker, question->who) || wire.gone());
          if (taken.index() == 1) co_return;
          auto& attempt = std::get<0>(taken);
          if (attempt.failure) std::rethrow_exception(attempt.failure);
          answer = workbook::line_of(attempt.lease);
          break;
        }
        case workbook::Question::keep:
          answer = verdict(
              [&] { return broker.keep(question->id, question->token); });
          break;
        case workbook::Question::done:
          answer = verdict(
              [&] { return broker.done(question->id, question->token); });
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
