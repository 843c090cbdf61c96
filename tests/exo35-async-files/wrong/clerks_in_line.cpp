// Limits with a semaphore that blocks: the clerks stand in line for a turn.
// breaks: "No clerk is kept waiting for a turn."
// step: 3
// lesson: clerk-waits-its-turn
#include "async_files.hpp"

#define count_words reference_count_words
#include <solutions/exo35-async-files/async_files.cpp>
#undef count_words

#include <memory>
#include <semaphore>

namespace {
using namespace asio::experimental::awaitable_operators;
using Turns = std::counting_semaphore<>;

asio::awaitable<exo35::Count> count_one(std::filesystem::path path,
                                        std::shared_ptr<Turns> turns) {
  exo35::Count count;
  turns->acquire();
  try {
    count.words = exo35::words_in(co_await exo35::fetch(path));
  } catch (const std::exception& error) {
    count.error = error.what();
  }
  turns->release();
  co_return count;
}

asio::awaitable<void> count_at(exo35::Task& task, std::size_t i,
                               std::shared_ptr<Turns> turns) {
  task.counts[i] = co_await asio::co_spawn(
      task.clerks, count_one(task.paths[i], turns), asio::use_awaitable);
}

asio::awaitable<void> count_from(exo35::Task& task, std::size_t i,
                                 std::shared_ptr<Turns> turns) {
  if (i < task.paths.size())
    co_await (count_at(task, i, turns) && count_from(task, i + 1, turns));
}
}  // namespace

asio::awaitable<std::vector<exo35::Count>> exo35::count_words(
    Clerks& clerks, std::vector<fs::path> paths, std::size_t limit) {
  auto turns = std::make_shared<Turns>(
      static_cast<std::ptrdiff_t>(std::min(limit, paths.size())));
  Task task{clerks, paths, std::vector<Count>(paths.size())};
  co_await count_from(task, 0, turns);
  co_return std::move(task.counts);
}
