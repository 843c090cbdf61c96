// Gives the place back only when the file was good.
// breaks: "and the others are counted"
// step: 3
// lesson: place-lost
#include "async_files.hpp"

#define count_words reference_count_words
#include <solutions/exo35-async-files/async_files.cpp>
#undef count_words

#include <asio/experimental/channel.hpp>

namespace {
using namespace asio::experimental::awaitable_operators;
using Places = asio::experimental::channel<void(asio::error_code, int)>;

asio::awaitable<void> count_one(exo35::Task& task, std::size_t i,
                                Places& places) {
  co_await places.async_send(asio::error_code(), 1, asio::use_awaitable);
  try {
    auto text = co_await exo35::read_file(task.clerks, task.paths[i]);
    task.counts[i].words = exo35::words_in(text);
    places.try_receive([](auto...) {});
  } catch (const std::exception& error) {
    task.counts[i].error = error.what();
  }
}

asio::awaitable<void> count_from(exo35::Task& task, std::size_t i,
                                 Places& places) {
  if (i + 1 < task.paths.size())
    co_await (count_one(task, i, places) && count_from(task, i + 1, places));
  else if (i < task.paths.size())
    co_await count_one(task, i, places);
}
}  // namespace

asio::awaitable<std::vector<exo35::Count>> exo35::count_words(
    Clerks& clerks, std::vector<fs::path> paths, std::size_t limit) {
  Places places(co_await asio::this_coro::executor, limit);
  Task task{clerks, paths, std::vector<Count>(paths.size())};
  co_await count_from(task, 0, places);
  co_return std::move(task.counts);
}
