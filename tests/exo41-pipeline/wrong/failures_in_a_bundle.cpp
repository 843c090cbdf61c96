// Joins the stages with &&, which throws all failures together.
// breaks: "The first failure of any stage ends all of them, and it throws
//   that very failure."
// step: 4
// lesson: reason-lost
#include "pipeline.hpp"

#define pipeline reference_pipeline
#include <solutions/exo41-pipeline/pipeline.cpp>
#undef pipeline

#include <asio/experimental/awaitable_operators.hpp>

namespace exo41 {

using asio::experimental::awaitable_operators::operator&&;

asio::awaitable<void> pipeline(tcp::socket& from, tcp::socket& to, Work work,
                               std::size_t workers, Flow& flow) {
  const auto executor = co_await asio::this_coro::executor;
  Queue lines(executor, most_queued), done(executor, most_queued);
  try {
    co_await (read_lines(from, lines, flow) &&
              work_in_order(lines, done, work, workers) &&
              write_lines(done, to, flow));
  } catch (...) {
    reset(from);
    reset(to);
    throw;
  }
}

}  // namespace exo41
