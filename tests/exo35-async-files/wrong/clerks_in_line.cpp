// Limits with a semaphore that blocks: the clerks stand in line for a turn.
// breaks: "No clerk is kept waiting for a turn."
// step: 3
// lesson: clerk-waits-its-turn
#include <exo35-async-files/plain_count.hpp>
#include <exo35-async-files/plain_read.hpp>
#include <memory>
#include <semaphore>

namespace exo35 {

namespace {

using Turns = std::counting_semaphore<>;

// A turn until it goes out of scope.
struct Turn {
  explicit Turn(Turns& of) : turns(of) { turns.acquire(); }
  ~Turn() { turns.release(); }
  Turns& turns;
};

struct ClerksInLine : plain::Task {
  using Task::Task;

  std::size_t how_many_readers() override { return paths.size(); }
  asio::awaitable<std::string> text_in(fs::path path) override {
    return plain::by_a_clerk(clerks, [turns = turns, path] {
      const Turn turn(*turns);
      return plain::text_in(path);
    });
  }

  const std::shared_ptr<Turns> turns = std::make_shared<Turns>(
      static_cast<std::ptrdiff_t>(Task::how_many_readers()));
};

}  // namespace

asio::awaitable<std::vector<Count>> count_words(Clerks& clerks,
                                                std::vector<fs::path> paths,
                                                std::size_t limit) {
  return plain::count<ClerksInLine>(clerks, std::move(paths), limit);
}

}  // namespace exo35
