// Whoever is ready pushes.
// breaks: "What comes of the lines goes out in the order of the lines."
// step: 3
// lesson: order-lost
#include "pipeline.hpp"

#define work_in_order reference_work_in_order
#include <solutions/exo41-pipeline/pipeline.cpp>
#undef work_in_order

namespace exo41 {

namespace {

asio::awaitable<void> work_so(Queue& in, Queue& out, const Work& work,
                              Turns& turns) {
  while (auto line = co_await in.pull()) {
    auto answer = co_await work(std::move(*line));
    co_await out.push(std::move(answer));
  }
}

}  // namespace

asio::awaitable<void> work_in_order(Queue& in, Queue& out, Work work,
                                    std::size_t workers) {
  Turns turns(co_await asio::this_coro::executor);
  std::vector<asio::awaitable<void>> crew;
  for (std::size_t i = 0; i < workers; ++i)
    crew.push_back(work_so(in, out, work, turns));
  co_await together(std::move(crew));
  out.finish();
}

}  // namespace exo41
