// Collects answers until there are enough for a large write.
// breaks: "What comes of a line is written as soon as all before it is
//   written."
// step: 4
// lesson: answers-held-back
#include "pipeline.hpp"

#define pipeline reference_pipeline
#include <solutions/exo41-pipeline/pipeline.cpp>
#undef pipeline

namespace exo41 {

namespace {

asio::awaitable<void> write_so(Queue& lines, tcp::socket& to, Flow& flow) {
  std::string collected;
  while (auto line = co_await lines.pull()) {
    collected += *line;
    if (collected.size() < 4'096) continue;
    co_await asio::async_write(to, asio::buffer(collected),
                               asio::use_awaitable);
    flow.written += collected.size();
    collected.clear();
  }
  co_await asio::async_write(to, asio::buffer(collected), asio::use_awaitable);
  flow.written += collected.size();
  to.shutdown(tcp::socket::shutdown_send);
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
