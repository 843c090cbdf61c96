// Counts each path once.
// breaks: "also when a path is there twice"
// step: 3
// lesson: order-lost
#include <algorithm>
#include <exo35-async-files/plain_count.hpp>

namespace exo35 {

namespace {

struct EachPathOnce : plain::Task {
  using Task::Task;

  std::vector<Count> result() override {
    for (std::size_t i = 0; i < paths.size(); ++i)
      if (std::find(paths.begin(), paths.begin() + i, paths[i]) !=
          paths.begin() + i)
        counts[i] = Count();
    return counts;
  }
};

}  // namespace

asio::awaitable<std::vector<Count>> count_words(Clerks& clerks,
                                                std::vector<fs::path> paths,
                                                std::size_t limit) {
  return plain::count<EachPathOnce>(clerks, std::move(paths), limit);
}

}  // namespace exo35
