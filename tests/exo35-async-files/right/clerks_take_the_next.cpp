// The clerks themselves take one file after another, from a number that they
// share; whoever is told to stop tells them by a flag.
#include "async_files.hpp"

#include <algorithm>
#include <asio/bind_executor.hpp>
#include <asio/error.hpp>
#include <asio/post.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/system_error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <atomic>
#include <cerrno>
#include <exception>
#include <fstream>
#include <iterator>
#include <random>
#include <sstream>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace {

namespace fs = std::filesystem;
using exo35::Clerks;
using exo35::Count;

[[noreturn]] void fail(const fs::path& path) {
  const std::error_code reason(errno, std::generic_category());
  throw fs::filesystem_error("it was the disk", path, reason);
}

std::string take(const fs::path& path) {
  if (fs::is_directory(path)) {
    errno = EISDIR;
    fail(path);
  }
  std::ifstream file(path, std::ios::binary);
  if (!file) fail(path);
  std::string text;
  for (char c; file.get(c);) text += c;
  if (file.bad()) fail(path);
  return text;
}

// A number for each program, drawn once, and one for each of its drafts.
std::string name_of_draft() {
  static const auto program = std::random_device{}();
  static std::atomic<unsigned> drafts{0};
  return std::to_string(program) + "-" + std::to_string(++drafts);
}

void put(const fs::path& path, const std::string& content) {
  fs::path draft = path;
  draft.replace_filename(name_of_draft());
  std::ofstream file(draft, std::ios::binary);
  file << content;
  file.close();
  std::error_code error(errno, std::generic_category());
  if (file) fs::rename(draft, path, error);
  if (!file || error) {
    std::error_code ignored;
    fs::remove(draft, ignored);
    throw fs::filesystem_error("not written", path, error);
  }
}

// There, and back on every way.
template <class Work>
asio::awaitable<void> done_by(Clerks& clerks, Work& work) {
  const auto room = co_await asio::this_coro::executor;
  co_await asio::this_coro::throw_if_cancelled(false);
  co_await asio::post(asio::bind_executor(clerks, asio::use_awaitable));
  std::exception_ptr error;
  try {
    work();
  } catch (...) {
    error = std::current_exception();
  }
  co_await asio::post(asio::bind_executor(room, asio::use_awaitable));
  if (error) std::rethrow_exception(error);
}

struct Task {
  const std::vector<fs::path> paths;
  std::vector<Count> counts = std::vector<Count>(paths.size());
  std::atomic<std::size_t> next = 0;
  std::atomic<bool> stopped = false;
};

void count(Task& task) {
  while (!task.stopped) {
    const std::size_t mine = task.next++;
    if (mine >= task.paths.size()) return;
    try {
      std::istringstream text(take(task.paths[mine]));
      task.counts[mine].words = static_cast<std::size_t>(
          std::distance(std::istream_iterator<std::string>(text), {}));
    } catch (const std::exception& error) {
      task.counts[mine].error = error.what();
    }
  }
}

}  // namespace

asio::awaitable<std::string> exo35::read_file(Clerks& clerks, fs::path path) {
  std::string text;
  auto work = [&] { text = take(path); };
  co_await done_by(clerks, work);
  co_return text;
}

asio::awaitable<void> exo35::write_file(Clerks& clerks, fs::path path,
                                        std::string content) {
  auto work = [&] { put(path, content); };
  co_await done_by(clerks, work);
}

asio::awaitable<std::vector<Count>> exo35::count_words(
    Clerks& clerks, std::vector<fs::path> paths, std::size_t limit) {
  const auto room = co_await asio::this_coro::executor;
  co_await asio::this_coro::throw_if_cancelled(false);
  Task task{std::move(paths)};
  asio::steady_timer one_is_back(room, asio::steady_timer::time_point::max());
  std::size_t at_work = std::min(limit, task.paths.size());
  for (std::size_t i = 0, clerks_sent = at_work; i < clerks_sent; ++i)
    asio::post(clerks, [&, room] {
      count(task);
      asio::post(room, [&] {
        --at_work;
        one_is_back.cancel();
      });
    });
  while (at_work > 0) {
    asio::error_code woken;
    co_await one_is_back.async_wait(
        asio::redirect_error(asio::use_awaitable, woken));
    const auto state = co_await asio::this_coro::cancellation_state;
    task.stopped = state.cancelled() != asio::cancellation_type::none;
  }
  if (task.stopped) throw asio::system_error(asio::error::operation_aborted);
  co_return std::move(task.counts);
}
