// A worker whose work throws operation_aborted thinks that it was told to stop.
// breaks: "Whatever `work` throws, it throws; what was thrown first, if there
//   is more."
// step: 3
// lesson: reason-lost
#include "pipeline.hpp"

#define work_in_order reference_work_in_order
#include <solutions/exo41-pipeline/pipeline.cpp>
#undef work_in_order

namespace exo41 {

namespace {

asio::awaitable<void> until_told(asio::awaitable<void> worker) {
  try {
    co_await std::move(worker);
  } catch (const std::system_error& error) {
    if (error.code() != asio::error::operation_aborted) throw;
  }
}

}  // namespace

asio::awaitable<void> work_in_order(Queue& in, Queue& out, Work work,
                                    std::size_t workers) {
  const auto executor = co_await asio::this_coro::executor;
  Turns turns(executor);
  std::vector<asio::awaitable<void>> crew;
  for (std::size_t i = 0; i < workers; ++i)
    crew.push_back(until_told(work_on_lines(in, out, work, turns)));
  co_await together(std::move(crew));
  out.finish();
}

}  // namespace exo41
