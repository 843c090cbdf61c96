// Opens a group, and waits for all of it before the next group.
// breaks: "As soon as one file is done, the next one begins."
// step: 3
// lesson: waits-for-the-slowest
#include <algorithm>
#include <exo35-async-files/plain_count.hpp>

namespace exo35 {

namespace {

struct GroupByGroup : plain::Task {
  using Task::Task;

  asio::awaitable<void> read_all() override {
    while (next < paths.size())
      co_await readers(std::min(limit, paths.size() - next));
  }
  // A reader of a group reads one file.
  bool takes_the_next(const asio::cancellation_state&) override {
    return false;
  }
};

}  // namespace

asio::awaitable<std::vector<Count>> count_words(Clerks& clerks,
                                                std::vector<fs::path> paths,
                                                std::size_t limit) {
  return plain::count<GroupByGroup>(clerks, std::move(paths), limit);
}

}  // namespace exo35
