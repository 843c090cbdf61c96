// Joins the workers with && in a chain: a worker that lingers keeps the news
// from those before it.
// breaks: "When `work` throws, the other work under way is cancelled at
//   once."
// step: 3
// lesson: left-running
#include "pipeline.hpp"

#define work_in_order reference_work_in_order
#include <solutions/exo41-pipeline/pipeline.cpp>
#undef work_in_order

#include <asio/experimental/awaitable_operators.hpp>

namespace exo41 {

namespace {

using asio::experimental::awaitable_operators::operator&&;

asio::awaitable<void> kept(asio::awaitable<void> worker,
                           std::exception_ptr& first) {
  try {
    co_await std::move(worker);
  } catch (...) {
    if (!first) first = std::current_exception();
    throw;
  }
}

asio::awaitable<void> crew(Queue& in, Queue& out, const Work& work,
                           Turns& turns, std::size_t workers,
                           std::exception_ptr& first) {
  if (workers == 0) co_return;
  co_await (crew(in, out, work, turns, workers - 1, first) &&
            kept(work_on_lines(in, out, work, turns), first));
}

}  // namespace

asio::awaitable<void> work_in_order(Queue& in, Queue& out, Work work,
                                    std::size_t workers) {
  Turns turns(co_await asio::this_coro::executor);
  std::exception_ptr first;
  try {
    co_await crew(in, out, work, turns, workers, first);
  } catch (...) {
    if (!first) throw;
  }
  if (first) std::rethrow_exception(first);
  out.finish();
}

}  // namespace exo41
