// Puts each count at the end, when it comes.
// breaks: "in the order of `paths`"
// step: 3
// lesson: order-lost
#include <exo35-async-files/plain_count.hpp>

namespace exo35 {

namespace {

struct OrderOfArrival : plain::Task {
  using Task::Task;

  void keep(std::size_t, Count count) override {
    arrived.push_back(std::move(count));
  }
  std::vector<Count> result() override { return arrived; }

  std::vector<Count> arrived;
};

}  // namespace

asio::awaitable<std::vector<Count>> count_words(Clerks& clerks,
                                                std::vector<fs::path> paths,
                                                std::size_t limit) {
  return plain::count<OrderOfArrival>(clerks, std::move(paths), limit);
}

}  // namespace exo35
