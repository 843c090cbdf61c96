// Opens all the files at once, whatever the limit.
// breaks: "At most `limit` files are open at a time."
// step: 3
// lesson: too-many-at-once
#include <exo35-async-files/plain_count.hpp>

namespace exo35 {

namespace {

struct AllAtOnce : plain::Task {
  using Task::Task;

  std::size_t how_many_readers() override { return paths.size(); }
};

}  // namespace

asio::awaitable<std::vector<Count>> count_words(Clerks& clerks,
                                                std::vector<fs::path> paths,
                                                std::size_t limit) {
  return plain::count<AllAtOnce>(clerks, std::move(paths), limit);
}

}  // namespace exo35
