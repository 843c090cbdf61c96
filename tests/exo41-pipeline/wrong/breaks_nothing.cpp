// Throws, and leaves the connections as they are.
// breaks: "When it throws, all stages and all work have ended, and it has
//   broken both connections."
// step: 4
// lesson: error-becomes-end
#include "pipeline.hpp"

#define pipeline reference_pipeline
#include <solutions/exo41-pipeline/pipeline.cpp>
#undef pipeline

namespace exo41 {

asio::awaitable<void> pipeline(tcp::socket& from, tcp::socket& to, Work work,
                               std::size_t workers, Flow& flow) {
  const auto executor = co_await asio::this_coro::executor;
  Queue lines(executor, most_queued), done(executor, most_queued);
  std::vector<asio::awaitable<void>> stages;
  stages.push_back(read_lines(from, lines, flow));
  stages.push_back(work_in_order(lines, done, std::move(work), workers));
  stages.push_back(write_lines(done, to, flow));
  try {
    co_await together(std::move(stages));
  } catch (...) {
    throw;
  }
}

}  // namespace exo41
