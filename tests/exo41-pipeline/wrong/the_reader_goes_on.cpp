// After a failure, waits until the sender has no more to say.
// breaks: "The first failure of any stage ends all of them, and it throws
//   that very failure."
// step: 4
// lesson: left-running
#include "pipeline.hpp"

#define pipeline reference_pipeline
#include <solutions/exo41-pipeline/pipeline.cpp>
#undef pipeline

namespace exo41 {

namespace {

asio::awaitable<void> kept(asio::awaitable<void> stage,
                           std::exception_ptr& first) {
  try {
    co_await std::move(stage);
  } catch (...) {
    if (!first) first = std::current_exception();
  }
}

}  // namespace

asio::awaitable<void> pipeline(tcp::socket& from, tcp::socket& to, Work work,
                               std::size_t workers, Flow& flow) {
  const auto executor = co_await asio::this_coro::executor;
  Queue lines(executor, most_queued), done(executor, most_queued);
  std::vector<asio::awaitable<void>> stages;
  std::exception_ptr first;
  stages.push_back(kept(read_lines(from, lines, flow), first));
  stages.push_back(
      kept(work_in_order(lines, done, std::move(work), workers), first));
  stages.push_back(kept(write_lines(done, to, flow), first));
  try {
    co_await together(std::move(stages));
    if (first) std::rethrow_exception(first);
  } catch (...) {
    reset(from);
    reset(to);
    throw;
  }
}

}  // namespace exo41
