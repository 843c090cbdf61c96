// Told to stop, returns as if all had come through.
// breaks: "Cancelled, it ends all stages, and throws
//   `asio::error::operation_aborted`."
// step: 4
// lesson: deaf-to-cancellation
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
  } catch (const std::system_error& error) {
    reset(from);
    reset(to);
    if (error.code() != asio::error::operation_aborted) throw;
  } catch (...) {
    reset(from);
    reset(to);
    throw;
  }
}

}  // namespace exo41
