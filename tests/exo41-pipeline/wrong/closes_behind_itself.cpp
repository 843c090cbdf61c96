// Closes the connection when all is written.
// breaks: "Bytes can still go the other way."
// step: 4
// lesson: half-close-lost
#include "pipeline.hpp"

#define pipeline reference_pipeline
#include <solutions/exo41-pipeline/pipeline.cpp>
#undef pipeline

namespace exo41 {

namespace {

asio::awaitable<void> write_so(Queue& lines, tcp::socket& to, Flow& flow) {
  while (auto line = co_await lines.pull()) {
    co_await asio::async_write(to, asio::buffer(*line), asio::use_awaitable);
    flow.written += line->size();
  }
  to.close();
}

}  // namespace

asio::awaitable<void> pipeline(tcp::socket& from, tcp::socket& to, Work work,
                               std::size_t workers, Flow& flow) {
  const auto executor = co_await asio::this_coro::executor;
  Queue lines(executor, most_queued), done(executor, most_queued);
  std::vector<asio::awaitable<void>> stages;
  stages.push_back(read_lines(from, lines, flow));
  stages.push_back(work_in_order(lines, done, std::move(work), workers));
  stages.push_back(write_so(done, to, flow));
  try {
    co_await together(std::move(stages));
  } catch (...) {
    reset(from);
    reset(to);
    throw;
  }
}

}  // namespace exo41
