// For wrong answers: a count_words() that is right, in pieces. Each answer does
// one of these pieces in its own way, and counts with what it makes of it.
//
//   struct FourAtMost : plain::Task {
//     using Task::Task;
//     std::size_t how_many_readers() override {
//       return std::min<std::size_t>(Task::how_many_readers(), 4);
//     }
//   };
//
//   asio::awaitable<std::vector<Count>> count_words(
//       Clerks& clerks, std::vector<fs::path> paths, std::size_t limit) {
//     return plain::count<FourAtMost>(clerks, std::move(paths), limit);
//   }
#pragma once

#include <algorithm>
#include <asio/awaitable.hpp>
#include <asio/cancellation_state.hpp>
#include <asio/cancellation_type.hpp>
#include <asio/error.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/system_error.hpp>
#include <asio/this_coro.hpp>
#include <cstddef>
#include <exception>
#include <filesystem>
#include <iterator>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "async_files.hpp"

namespace exo35::plain {

using namespace asio::experimental::awaitable_operators;

struct Task {
  Task(Clerks& of_the_caller, std::vector<fs::path> given, std::size_t at_most)
      : clerks(of_the_caller),
        paths(std::move(given)),
        limit(at_most),
        counts(paths.size()) {}
  virtual ~Task() = default;

  asio::awaitable<std::vector<Count>> count() {
    co_await read_all();
    const auto state = co_await asio::this_coro::cancellation_state;
    if (is_cancelled(state)) has_been_cancelled();
    co_return result();
  }

  // ---- The readers

  virtual asio::awaitable<void> read_all() {
    return readers(how_many_readers());
  }
  virtual std::size_t how_many_readers() {
    return std::min(limit, paths.size());
  }
  asio::awaitable<void> readers(std::size_t how_many) {
    if (how_many > 1)
      co_await (readers(how_many / 2) && readers(how_many - how_many / 2));
    else if (how_many == 1)
      co_await reader();
  }
  // Takes one file after another until none is left.
  virtual asio::awaitable<void> reader() {
    while (next < paths.size()) {
      const auto mine = next++;
      Count count;
      try {
        count.words = words_in(co_await text_in(paths[mine]));
      } catch (const std::exception& error) {
        has_failed(count, error);
      }
      keep(mine, std::move(count));
      const auto state = co_await asio::this_coro::cancellation_state;
      if (!takes_the_next(state)) co_return;
    }
  }
  virtual bool takes_the_next(const asio::cancellation_state& state) {
    return !is_cancelled(state);
  }

  // ---- A file

  virtual asio::awaitable<std::string> text_in(fs::path path) {
    return read_file(clerks, std::move(path));
  }
  virtual std::size_t words_in(const std::string& content) {
    std::istringstream text(content);
    return static_cast<std::size_t>(
        std::distance(std::istream_iterator<std::string>(text), {}));
  }
  virtual void has_failed(Count& count, const std::exception& error) {
    count.error = error.what();
  }
  virtual void keep(std::size_t place, Count count) {
    counts[place] = std::move(count);
  }

  // ---- The end

  virtual bool is_cancelled(const asio::cancellation_state& state) {
    return state.cancelled() != asio::cancellation_type::none;
  }
  virtual void has_been_cancelled() {
    throw asio::system_error(asio::error::operation_aborted);
  }
  virtual std::vector<Count> result() { return std::move(counts); }

  Clerks& clerks;
  const std::vector<fs::path> paths;
  const std::size_t limit;
  std::vector<Count> counts;
  std::size_t next = 0;
};

// Counts with the task of the answer.
template <class OfTheAnswer = Task>
asio::awaitable<std::vector<Count>> count(Clerks& clerks,
                                          std::vector<fs::path> paths,
                                          std::size_t limit) {
  OfTheAnswer task(clerks, std::move(paths), limit);
  co_return co_await task.count();
}

}  // namespace exo35::plain
