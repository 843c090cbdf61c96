// Lets the exception of one bad file end everything.
// breaks: "A file that cannot be read is reported in its place"
// step: 3
// lesson: first-error-ends-all
#include <exception>
#include <exo35-async-files/plain_count.hpp>

namespace exo35 {

namespace {

struct FirstErrorEndsAll : plain::Task {
  using Task::Task;

  void has_failed(Count&, const std::exception&) override { throw; }
};

}  // namespace

asio::awaitable<std::vector<Count>> count_words(Clerks& clerks,
                                                std::vector<fs::path> paths,
                                                std::size_t limit) {
  return plain::count<FirstErrorEndsAll>(clerks, std::move(paths), limit);
}

}  // namespace exo35
