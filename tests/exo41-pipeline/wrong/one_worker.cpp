// Works on one line after another.
// breaks: "`workers` lines are worked on at the same time, if they are
//   there."
// step: 3
// lesson: one-at-a-time
#include "pipeline.hpp"

#include <utility>

namespace exo41 {

asio::awaitable<void> work_in_order(Queue& in, Queue& out, Work work,
                                    std::size_t workers) {
  while (auto line = co_await in.pull()) {
    auto answer = co_await work(std::move(*line));
    co_await out.push(std::move(answer));
  }
  out.finish();
}

}  // namespace exo41
