// For wrong answers: a work_in_order() that is right, in pieces. Each answer
// does one of these pieces in its own way, and works with the crew that it
// makes of it.
//
//   struct FirstReadyFirstOut : plain::Crew {
//     using Crew::Crew;
//     asio::awaitable<void> pass_on(std::uint64_t,
//                                   std::string answer) override {
//       return out.push(std::move(answer));
//     }
//   };
//
//   asio::awaitable<void> work_in_order(Queue& in, Queue& out, Work work,
//                                       std::size_t workers) {
//     return plain::work_in_order<FirstReadyFirstOut>(in, out, std::move(work),
//                                                     workers);
//   }
#pragma once

#include <cstddef>
#include <cstdint>
#include <exo41-pipeline/plain_group.hpp>
#include <memory>
#include <string>
#include <utility>

#include "pipeline.hpp"

namespace exo41::plain {

struct Crew : Group {
  Crew(const asio::any_io_executor& executor, Queue& source, Queue& sink,
       Work given)
      : Group(executor),
        in(source),
        out(sink),
        work(std::move(given)),
        turn(executor) {}

  virtual asio::awaitable<void> run(std::size_t workers) {
    for (std::size_t i = 0; i < workers; ++i) start(work_on_lines());
    co_await wait();
    // Only here: finished by a stage that has failed, a stream would look
    // whole.
    out.finish();
  }

  // ---- A worker

  virtual asio::awaitable<void> work_on_lines() {
    while (auto line = co_await in.pull()) {
      const auto number = drawn++;
      auto answer = co_await work(std::move(*line));
      co_await pass_on(number, std::move(answer));
    }
  }
  // A worker keeps its answer until its turn comes, and takes no other line
  // meanwhile. So there is no room for more answers than there are workers.
  virtual asio::awaitable<void> pass_on(std::uint64_t number,
                                        std::string answer) {
    while (served != number) co_await turn.hear();
    co_await out.push(std::move(answer));
    ++served;
    turn.ring();
  }

  Queue& in;
  Queue& out;
  const Work work;
  // Whose turn it is to push, as in a shop where one draws a number.
  std::uint64_t drawn = 0;
  std::uint64_t served = 0;
  Bell turn;
};

// Works with the crew of the answer.
template <class OfTheAnswer>
asio::awaitable<void> work_in_order(Queue& in, Queue& out, Work work,
                                    std::size_t workers) {
  const auto executor = co_await asio::this_coro::executor;
  const auto crew =
      std::make_shared<OfTheAnswer>(executor, in, out, std::move(work));
  co_await crew->run(workers);
}

}  // namespace exo41::plain
