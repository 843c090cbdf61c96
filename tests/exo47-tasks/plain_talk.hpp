// For wrong answers: a talk with one client that is right, in pieces. Each
// answer does one of these pieces in its own way, and runs the talk that it
// makes of it.
//
//   struct OkFirst : plain::Talk {
//     using Talk::Talk;
//     asio::awaitable<void> put(const Question& question) override { ... }
//   };
//
//   asio::awaitable<void> converse(Wire wire, Broker& broker) {
//     OkFirst talk(std::move(wire), broker);
//     co_await talk.run();
//   }
#pragma once

#include <asio/experimental/awaitable_operators.hpp>
#include <exception>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "tasks.hpp"

namespace exo47::plain {

using workbook::Question;

// `||` waits for the first one that succeeds: so what takes part in a race, and
// may fail, brings its failure as a value.
struct Attempt {
  std::exception_ptr failure;
  Lease lease;
};

inline asio::awaitable<Attempt> take_for(Broker& broker, std::string who) {
  Attempt attempt;
  try {
    attempt.lease = co_await broker.take(std::move(who));
  } catch (...) {
    attempt.failure = std::current_exception();
  }
  co_return attempt;
}

inline Lease lease_of(const Attempt& attempt) {
  if (attempt.failure) std::rethrow_exception(attempt.failure);
  return attempt.lease;
}

struct Talk {
  Talk(Wire own, Broker& asked) : wire(std::move(own)), broker(asked) {}
  virtual ~Talk() = default;

  asio::awaitable<void> run() {
    for (;;) {
      const auto line = co_await wire.read();
      const auto question = workbook::question_of(line);
      if (!question) {
        co_await wire.write("ERR this is no question");
      } else if (question->verb == Question::put) {
        co_await put(*question);
      } else if (question->verb == Question::take) {
        const auto lease = co_await take(question->who);
        if (!lease) co_return;
        co_await wire.write(workbook::line_of(*lease));
      } else if (question->verb == Question::list) {
        co_await wire.write(workbook::line_of(broker.list()));
      } else {
        co_await wire.write(verdict(*question));
      }
    }
  }
  virtual asio::awaitable<void> put(const Question& question) {
    broker.put(question.id, question.text);
    co_await wire.write("OK");
  }
  // None, if the client has gone before there was one.
  virtual asio::awaitable<std::optional<Lease>> take(std::string who) {
    using namespace asio::experimental::awaitable_operators;
    const auto first =
        co_await (take_for(broker, std::move(who)) || wire.gone());
    if (first.index() == 1) co_return std::nullopt;
    co_return lease_of(std::get<0>(first));
  }
  // On KEEP or DONE.
  virtual std::string verdict(const Question& question) {
    const bool good = question.verb == Question::keep
                          ? broker.keep(question.id, question.token)
                          : broker.done(question.id, question.token);
    return good ? "OK" : "LATE";
  }

  Wire wire;
  Broker& broker;
};

}  // namespace exo47::plain
