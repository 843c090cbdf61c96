// Says in its own words what has failed.
// breaks: "Whatever `work` throws, it throws; what was thrown first, if
//   there is more."
// step: 3
// lesson: reason-lost
#include "pipeline.hpp"

#define work_in_order reference_work_in_order
#include <solutions/exo41-pipeline/pipeline.cpp>
#undef work_in_order

#include <stdexcept>

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
}

}  // namespace

asio::awaitable<void> work_in_order(Queue& in, Queue& out, Work work,
                                    std::size_t workers) {
  Turns turns(co_await asio::this_coro::executor);
  std::vector<asio::awaitable<void>> crew;
  for (std::size_t i = 0; i < workers; ++i)
    crew.push_back(work_so(in, out, work, turns));
  try {
    co_await together(std::move(crew));
  } catch (const std::system_error&) {
    throw;
  } catch (...) {
    throw std::runtime_error("a worker has failed");
  }
  out.finish();
}

}  // namespace exo41
