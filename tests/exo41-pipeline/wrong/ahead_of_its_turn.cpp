// A worker that has its answer leaves it in a row, and takes the next line.
// breaks: "No more than `workers` lines are taken and not yet pushed to
//   `out`, also when the first of them takes long, or `out` is full."
// step: 3
// lesson: eager-stage
#include <exo41-pipeline/plain_crew.hpp>
#include <map>

namespace exo41 {

namespace {

struct AheadOfItsTurn : plain::Crew {
  using Crew::Crew;

  asio::awaitable<void> pass_on(std::uint64_t number,
                                std::string answer) override {
    row[number] = std::move(answer);
    while (!row.empty() && row.begin()->first == served) {
      auto first = row.extract(row.begin());
      co_await out.push(std::move(first.mapped()));
      ++served;
    }
  }

  std::map<std::uint64_t, std::string> row;
};

}  // namespace

asio::awaitable<void> work_in_order(Queue& in, Queue& out, Work work,
                                    std::size_t workers) {
  return plain::work_in_order<AheadOfItsTurn>(in, out, std::move(work),
                                              workers);
}

}  // namespace exo41
