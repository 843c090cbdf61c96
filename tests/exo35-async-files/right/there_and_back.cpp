// The coroutine itself goes to a clerk's thread and comes back, whatever
// happens there. C files; a semaphore made of a channel limits the counting.
#include <asio/bind_executor.hpp>
#include <asio/error.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/experimental/channel.hpp>
#include <asio/post.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <atomic>
#include <cctype>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <exception>
#include <memory>
#include <system_error>

#include "async_files.hpp"

namespace exo35 {

namespace {

using namespace asio::experimental::awaitable_operators;

struct Close {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, Close>;

[[noreturn]] void fail(const std::string& what) {
  throw std::system_error(errno, std::generic_category(), what);
}

// Goes to a clerk, does the job and comes back. A cancellation must not stop it
// on the way: each co_await would throw, the one that leads back too.
template <class Job>
asio::awaitable<void> at_a_clerks(Clerks& clerks, const Job& job) {
  const bool throws = co_await asio::this_coro::throw_if_cancelled();
  co_await asio::this_coro::throw_if_cancelled(false);
  std::exception_ptr failed;
  co_await asio::post(asio::bind_executor(clerks, asio::use_awaitable));
  try {
    job();
  } catch (...) {
    failed = std::current_exception();
  }
  co_await asio::post(asio::use_awaitable);
  co_await asio::this_coro::throw_if_cancelled(throws);
  if (failed) std::rethrow_exception(failed);
}

// Under its own name also where a path is not made of char.
std::FILE* opened(const fs::path& path, const char* mode) {
#ifdef _WIN32
  return ::_wfopen(path.c_str(), fs::path(mode).c_str());
#else
  return std::fopen(path.c_str(), mode);
#endif
}

std::string slurp(const fs::path& path) {
  const File file(opened(path, "rb"));
  if (!file) fail("opening " + path.string());
  std::string text;
  char piece[1000];
  while (const auto size = std::fread(piece, 1, sizeof piece, file.get()))
    text.append(piece, size);
  if (std::ferror(file.get())) fail("reading " + path.string());
  return text;
}

void dump(const fs::path& path, const std::string& content) {
  static std::atomic<unsigned> drafts{0};
  const auto now = std::chrono::system_clock::now().time_since_epoch().count();
  fs::path draft = path;
  draft += "-" + std::to_string(now) + "-" + std::to_string(++drafts);
  File file(opened(draft, "wbx"));
  if (!file) fail("creating " + draft.string());
  const bool written = std::fwrite(content.data(), 1, content.size(),
                                   file.get()) == content.size();
  const bool closed = std::fclose(file.release()) == 0;
  std::error_code error(errno, std::generic_category());
  if (written && closed) fs::rename(draft, path, error);
  if (!written || !closed || error) {
    std::error_code ignored;
    fs::remove(draft, ignored);
    throw std::system_error(error, "writing " + path.string());
  }
}

using Places = asio::experimental::channel<void(asio::error_code, bool)>;

struct Place {
  Places& places;
  ~Place() {
    places.try_receive([](auto...) {});
  }
};

asio::awaitable<void> count_one(Clerks& clerks, fs::path path, Places& places,
                                Count& count) {
  co_await places.async_send(asio::error_code(), true, asio::use_awaitable);
  const Place mine{places};
  try {
    const std::string text = co_await read_file(clerks, path);
    const char* c = text.data();
    const char* const end = c + text.size();
    auto space = [](char c) {
      return std::isspace(static_cast<unsigned char>(c)) != 0;
    };
    while (c != end) {
      while (c != end && space(*c)) ++c;
      count.words += c != end;
      while (c != end && !space(*c)) ++c;
    }
  } catch (const std::exception& error) {
    count.error = error.what();
  }
}

asio::awaitable<void> count_from(Clerks& clerks,
                                 const std::vector<fs::path>& paths,
                                 std::size_t i, Places& places,
                                 std::vector<Count>& counts) {
  if (i + 1 < paths.size())
    co_await (count_one(clerks, paths[i], places, counts[i]) &&
              count_from(clerks, paths, i + 1, places, counts));
  else if (i < paths.size())
    co_await count_one(clerks, paths[i], places, counts[i]);
}

}  // namespace

asio::awaitable<std::string> read_file(Clerks& clerks, fs::path path) {
  std::string text;
  const auto job = [&] { text = slurp(path); };
  co_await at_a_clerks(clerks, job);
  co_return text;
}

asio::awaitable<void> write_file(Clerks& clerks, fs::path path,
                                 std::string content) {
  const auto job = [&] { dump(path, content); };
  co_await at_a_clerks(clerks, job);
}

asio::awaitable<std::vector<Count>> count_words(Clerks& clerks,
                                                std::vector<fs::path> paths,
                                                std::size_t limit) {
  Places places(co_await asio::this_coro::executor, limit);
  std::vector<Count> counts(paths.size());
  std::exception_ptr failure;
  try {
    co_await count_from(clerks, paths, 0, places, counts);
  } catch (...) {
    // It may be the channel, which says in its own way that it was cancelled.
    failure = std::current_exception();
  }
  const auto state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none)
    throw std::system_error(asio::error::operation_aborted);
  if (failure) std::rethrow_exception(failure);
  co_return counts;
}

}  // namespace exo35
