// A worker that has its answer leaves it in a row, and takes the next line.
// breaks: "No more than `workers` lines are taken and not yet pushed to
//   `out`, also when the first of them takes long, or `out` is full."
// step: 3
// lesson: eager-stage
#include "pipeline.hpp"

#define work_in_order reference_work_in_order
#include <solutions/exo41-pipeline/pipeline.cpp>
#undef work_in_order

#include <map>

namespace exo41 {

namespace {

struct Row : Turns {
  using Turns::Turns;
  std::map<std::uint64_t, std::string> early;
};

asio::awaitable<void> work_ahead(Queue& in, Queue& out, const Work& work,
                                 Row& row) {
  while (auto line = co_await in.pull()) {
    const auto mine = row.drawn++;
    row.early[mine] = co_await work(std::move(*line));
    while (!row.early.empty() && row.early.begin()->first == row.served) {
      auto first = row.early.extract(row.early.begin());
      co_await out.push(std::move(first.mapped()));
      ++row.served;
    }
  }
}

}  // namespace

asio::awaitable<void> work_in_order(Queue& in, Queue& out, Work work,
                                    std::size_t workers) {
  Row row(co_await asio::this_coro::executor);
  std::vector<asio::awaitable<void>> crew;
  for (std::size_t i = 0; i < workers; ++i)
    crew.push_back(work_ahead(in, out, work, row));
  co_await together(std::move(crew));
  out.finish();
}

}  // namespace exo41
