#include "async_files.hpp"

#include <algorithm>
#include <array>
#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/error.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/system_error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <cctype>
#include <cerrno>
#include <cstdint>
#include <exception>
#include <fstream>
#include <random>
#include <system_error>
#include <utility>

namespace exo35 {

namespace {

using namespace asio::experimental::awaitable_operators;

// How to await a clerk. A clerk who is at work cannot be interrupted, and so is
// not told of a cancellation: with the bare use_awaitable, it would be passed
// on from this thread to a coroutine that a clerk's thread is running, and the
// two threads would race.
auto until_done() {
  return asio::bind_cancellation_slot(asio::cancellation_slot(),
                                      asio::use_awaitable);
}

fs::filesystem_error failure(const char* what, const fs::path& path) {
  return {what, path, std::error_code(errno, std::generic_category())};
}

// A clerk's work is a coroutine that never suspends: co_spawn wants one, and
// brings its value or its exception home. It owns all that it needs: should
// its caller be destroyed meanwhile, it still has it.
asio::awaitable<std::string> fetch(fs::path path) {
  // Some streams open a folder, and read it as if it were empty.
  if (fs::is_directory(path))
    throw fs::filesystem_error("cannot read", path,
                               std::make_error_code(std::errc::is_a_directory));
  std::ifstream file(path, std::ios::binary);
  if (!file) throw failure("cannot open", path);
  std::string text;
  std::array<char, 4096> piece;
  do {
    file.read(piece.data(), piece.size());
    text.append(piece.data(), static_cast<std::size_t>(file.gcount()));
  } while (file);
  // read() fails at the end of the file too; only bad() is a broken disk.
  if (file.bad()) throw failure("cannot read", path);
  co_return text;
}

}  // namespace

asio::awaitable<std::string> read_file(Clerks& clerks, fs::path path) {
  co_return co_await asio::co_spawn(clerks, fetch(std::move(path)),
                                    until_done());
}

namespace {

// In the same folder, because a rename is one stroke only within a file system;
// under a name that nobody has chosen, and that is short even if the document's
// is as long as names may be. Where several programs write, open it with "x",
// which fails if it exists: std::fopen(draft, "wbx").
fs::path draft_of(fs::path path) {
  std::random_device random;
  const auto number = (std::uint64_t{random()} << 32) | random();
  path.replace_filename(std::to_string(number) + ".draft");
  return path;
}

asio::awaitable<void> store(fs::path path, std::string content) {
  const auto draft = draft_of(path);
  try {
    std::ofstream file(draft, std::ios::binary);
    file.write(content.data(), static_cast<std::streamsize>(content.size()));
    // The last bytes may still be in the stream's buffer. Only close() says
    // whether they reached the file; its destructor would say nothing.
    file.close();
    if (!file) throw failure("cannot write", path);
    // This survives a crash of the program. To survive a power cut, fsync the
    // draft before the rename, and the folder after it.
    fs::rename(draft, path);
  } catch (...) {
    std::error_code ignored;
    fs::remove(draft, ignored);
    throw;
  }
  co_return;
}

}  // namespace

asio::awaitable<void> write_file(Clerks& clerks, fs::path path,
                                 std::string content) {
  co_await asio::co_spawn(clerks, store(std::move(path), std::move(content)),
                          until_done());
}

namespace {

std::size_t words_in(const std::string& text) {
  std::size_t words = 0;
  bool in_word = false;
  for (unsigned char c : text) {
    const bool space = std::isspace(c) != 0;
    if (!space && !in_word) ++words;
    in_word = !space;
  }
  return words;
}

// The list that the readers share. All of them run in the reading room, one at
// a time: it needs no lock, though it is used by many.
struct Task {
  Clerks& clerks;
  const std::vector<fs::path>& paths;
  std::vector<Count> counts;
  std::size_t next = 0;
};

// Takes one file after another until none is left. `limit` of these are the
// limit: no semaphore to give back, no queue, nothing started before its turn.
asio::awaitable<void> reader(Task& task) {
  while (task.next < task.paths.size()) {
    const auto mine = task.next++;
    auto& count = task.counts[mine];
    try {
      count.words = words_in(co_await read_file(task.clerks, task.paths[mine]));
    } catch (const std::exception& error) {
      count.error = error.what();
    }
    // The catch above takes a cancellation for one more bad file, and would go
    // on to the next. Ask, rather than guess from the error.
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none) co_return;
  }
}

// All of them at once: halves joined by &&, as in exo31.
asio::awaitable<void> readers(Task& task, std::size_t how_many) {
  if (how_many > 1)
    co_await (readers(task, how_many / 2) &&
              readers(task, how_many - how_many / 2));
  else if (how_many == 1)
    co_await reader(task);
}

}  // namespace

asio::awaitable<std::vector<Count>> count_words(Clerks& clerks,
                                                std::vector<fs::path> paths,
                                                std::size_t limit) {
  Task task{clerks, paths, std::vector<Count>(paths.size())};
  co_await readers(task, std::min(limit, paths.size()));
  const auto state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none)
    throw asio::system_error(asio::error::operation_aborted);
  co_return std::move(task.counts);
}

}  // namespace exo35
