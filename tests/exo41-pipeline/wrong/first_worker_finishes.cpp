// The first worker that hears the end tells it to the next stage.
// breaks: "When `in` has ended and all is out, it finishes `out` and
//   returns."
// step: 3
// lesson: never-ends
#include "pipeline.hpp"

#define work_in_order reference_work_in_order
#include <solutions/exo41-pipeline/pipeline.cpp>
#undef work_in_order

namespace exo41 {

namespace {

asio::awaitable<void> work_so(Queue& in, Queue& out, const Work& work,
                              Turns& turns) {
  while (auto line = co_await in.pull()) {
    const auto mine = turns.drawn++;
    auto answer = co_await work(std::move(*line));
    while (turns.served != mine) co_await ring(turns.bell);
    co_await out.push(std::move(answer));
    ++turns.served;
    turns.bell.cancel();
  }
  out.finish();
}

}  // namespace

asio::awaitable<void> work_in_order(Queue& in, Queue& out, Work work,
                                    std::size_t workers) {
  Turns turns(co_await asio::this_coro::executor);
  std::vector<asio::awaitable<void>> crew;
  for (std::size_t i = 0; i < workers; ++i)
    crew.push_back(work_so(in, out, work, turns));
  co_await together(std::move(crew));
}

}  // namespace exo41
