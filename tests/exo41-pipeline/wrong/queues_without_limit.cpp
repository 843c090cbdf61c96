// Its queues have a limit that is never reached.
// breaks: "It keeps no more than `most_kept`, and a line for each worker,
//   also while `to` takes nothing"
// step: 4
// lesson: slow-sink-ignored
#include "pipeline.hpp"

#define pipeline reference_pipeline
#include <solutions/exo41-pipeline/pipeline.cpp>
#undef pipeline

namespace exo41 {

asio::awaitable<void> pipeline(tcp::socket& from, tcp::socket& to, Work work,
                               std::size_t workers, Flow& flow) {
  const auto executor = co_await asio::this_coro::executor;
  Queue lines(executor, 1'000'000'000), done(executor, 1'000'000'000);
  std::vector<asio::awaitable<void>> stages;
  stages.push_back(read_lines(from, lines, flow));
  stages.push_back(work_in_order(lines, done, std::move(work), workers));
  stages.push_back(write_lines(done, to, flow));
  try {
    co_await together(std::move(stages));
  } catch (...) {
    reset(from);
    reset(to);
    throw;
  }
}

}  // namespace exo41
