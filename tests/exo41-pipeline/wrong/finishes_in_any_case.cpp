// Finishes `out` in a destructor, whatever the end.
// breaks: "When it throws, all work has ended, and `out` is not finished."
// step: 3
// lesson: error-becomes-end
#include "pipeline.hpp"

#define work_in_order reference_work_in_order
#include <solutions/exo41-pipeline/pipeline.cpp>
#undef work_in_order

namespace exo41 {

asio::awaitable<void> work_in_order(Queue& in, Queue& out, Work work,
                                    std::size_t workers) {
  struct Finish {
    ~Finish() { queue.finish(); }
    Queue& queue;
  } const finish{out};
  Turns turns(co_await asio::this_coro::executor);
  std::vector<asio::awaitable<void>> crew;
  for (std::size_t i = 0; i < workers; ++i)
    crew.push_back(work_on_lines(in, out, work, turns));
  co_await together(std::move(crew));
}

}  // namespace exo41
