// After a failure, waits until the others have nothing more to do.
// breaks: "When `work` throws, the other work under way is cancelled at
//   once."
// step: 3
// lesson: left-running
#include "pipeline.hpp"

#define work_in_order reference_work_in_order
#include <solutions/exo41-pipeline/pipeline.cpp>
#undef work_in_order

namespace exo41 {

namespace {

asio::awaitable<void> kept(asio::awaitable<void> worker,
                           std::exception_ptr& first) {
  try {
    co_await std::move(worker);
  } catch (...) {
    if (!first) first = std::current_exception();
  }
}

}  // namespace

asio::awaitable<void> work_in_order(Queue& in, Queue& out, Work work,
                                    std::size_t workers) {
  Turns turns(co_await asio::this_coro::executor);
  std::exception_ptr first;
  std::vector<asio::awaitable<void>> crew;
  for (std::size_t i = 0; i < workers; ++i)
    crew.push_back(kept(work_on_lines(in, out, work, turns), first));
  co_await together(std::move(crew));
  if (first) std::rethrow_exception(first);
  out.finish();
}

}  // namespace exo41
