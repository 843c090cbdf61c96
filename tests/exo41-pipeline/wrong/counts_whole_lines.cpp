// Counts what it has read when a line is whole.
// breaks: "`flow` is right at each moment."
// step: 4
// lesson: flow-is-wrong
#include "pipeline.hpp"

#define pipeline reference_pipeline
#include <solutions/exo41-pipeline/pipeline.cpp>
#undef pipeline

namespace exo41 {

namespace {

asio::awaitable<void> read_so(tcp::socket& from, Queue& lines, Flow& flow) {
  std::string received;
  std::array<char, longest_line> piece;
  for (;;) {
    const auto [error, size] =
        co_await from.async_read_some(asio::buffer(piece), as_result);
    if (error == asio::error::eof) break;
    if (error) throw std::system_error(error);
    received.append(piece.data(), size);
    std::size_t begin = 0;
    for (std::size_t end; (end = received.find('\n', begin)) != received.npos;
         begin = end + 1) {
      refuse_longer(end + 1 - begin);
      flow.read += end + 1 - begin;
      co_await lines.push(received.substr(begin, end + 1 - begin));
    }
    received.erase(0, begin);
    refuse_longer(received.size());
  }
  flow.read += received.size();
  if (!received.empty()) co_await lines.push(std::move(received));
  lines.finish();
}

}  // namespace

asio::awaitable<void> pipeline(tcp::socket& from, tcp::socket& to, Work work,
                               std::size_t workers, Flow& flow) {
  const auto executor = co_await asio::this_coro::executor;
  Queue lines(executor, most_queued), done(executor, most_queued);
  std::vector<asio::awaitable<void>> stages;
  stages.push_back(read_so(from, lines, flow));
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
