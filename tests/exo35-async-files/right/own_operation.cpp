// An asynchronous operation of one's own, on async_initiate: any completion
// token would do. Workers spawned one by one, which report to a channel.
#include <algorithm>
#include <asio/associated_executor.hpp>
#include <asio/async_result.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/dispatch.hpp>
#include <asio/executor_work_guard.hpp>
#include <asio/experimental/channel.hpp>
#include <asio/post.hpp>
#include <asio/redirect_error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <sstream>
#include <stdexcept>

#include "async_files.hpp"

namespace exo35 {

namespace {

// Runs job() on a clerk's thread, and the handler on its own executor.
struct Initiate {
  Clerks* clerks;

  template <class Handler, class Job>
  void operator()(Handler handler, Job job) const {
    auto home = asio::make_work_guard(asio::get_associated_executor(handler));
    asio::post(*clerks, [handler = std::move(handler), job = std::move(job),
                         home = std::move(home)]() mutable {
      std::exception_ptr failed;
      std::string result;
      try {
        result = job();
      } catch (...) {
        failed = std::current_exception();
      }
      const auto executor = home.get_executor();
      asio::dispatch(executor, [handler = std::move(handler), failed,
                                result = std::move(result)]() mutable {
        std::move(handler)(failed, std::move(result));
      });
    });
  }
};

template <class Job, class Token>
auto async_errand(Clerks& clerks, Job job, Token&& token) {
  return asio::async_initiate<Token, void(std::exception_ptr, std::string)>(
      Initiate{&clerks}, token, std::move(job));
}

struct Fetch {
  fs::path path;
  std::string operator()() const {
    // With libc++, a folder can be opened, and seems empty.
    std::ifstream file(path, std::ios::binary);
    if (!file.is_open() || fs::is_directory(path))
      throw std::runtime_error("no way to open " + path.string());
    std::ostringstream text;
    for (char c; file.get(c);) text.put(c);
    if (!file.eof())
      throw std::runtime_error("no way to read " + path.string());
    return text.str();
  }
};

struct Store {
  fs::path path;
  std::string content;
  std::string operator()() const {
    auto draft = path.parent_path() / "draft-";
    for (std::random_device random; fs::exists(draft);)
      draft += std::to_string(random());
    draft += std::to_string(std::random_device{}());
    struct Cleaner {
      const fs::path& draft;
      ~Cleaner() {
        std::error_code ignored;
        fs::remove(draft, ignored);
      }
    } const cleaner{draft};
    std::ofstream file(draft, std::ios::binary);
    const auto end = std::copy(content.begin(), content.end(),
                               std::ostreambuf_iterator<char>(file));
    file.close();
    if (end.failed() || file.fail())
      throw std::runtime_error("no way to write " + path.string());
    fs::rename(draft, path);
    return {};
  }
};

using Ends = asio::experimental::channel<void(asio::error_code, bool)>;

struct Round {
  Clerks& clerks;
  std::vector<fs::path> paths;
  std::vector<Count> counts;
  std::size_t begun = 0;
  bool stopped = false;
};

asio::awaitable<void> make_the_round(Round& round) {
  while (!round.stopped && round.begun < round.paths.size()) {
    const auto i = round.begun++;
    try {
      std::istringstream text(co_await read_file(round.clerks, round.paths[i]));
      round.counts[i].words = static_cast<std::size_t>(
          std::distance(std::istream_iterator<std::string>(text), {}));
    } catch (const std::exception& error) {
      round.counts[i].error = error.what();
    }
  }
}

}  // namespace

asio::awaitable<std::string> read_file(Clerks& clerks, fs::path path) {
  Fetch fetch{std::move(path)};
  auto errand = async_errand(clerks, std::move(fetch), asio::use_awaitable);
  co_return co_await std::move(errand);
}

asio::awaitable<void> write_file(Clerks& clerks, fs::path path,
                                 std::string content) {
  Store store{std::move(path), std::move(content)};
  auto errand = async_errand(clerks, std::move(store), asio::use_awaitable);
  co_await std::move(errand);
}

asio::awaitable<std::vector<Count>> count_words(Clerks& clerks,
                                                std::vector<fs::path> paths,
                                                std::size_t limit) {
  const auto room = co_await asio::this_coro::executor;
  const auto workers = std::min(limit, paths.size());
  Ends ends(room, workers);
  Round round{clerks, std::move(paths), {}};
  round.counts.resize(round.paths.size());
  for (std::size_t i = 0; i < workers; ++i)
    // Not try_send: a channel of Asio before 1.27 refuses it once its only
    // receiver has been cancelled, until somebody receives again.
    asio::co_spawn(room, make_the_round(round), [&](std::exception_ptr) {
      ends.async_send(asio::error_code(), true, asio::detached);
    });
  for (std::size_t ended = 0; ended < workers;) {
    asio::error_code error;
    co_await ends.async_receive(
        asio::redirect_error(asio::use_awaitable, error));
    if (!error) {
      ++ended;
      continue;
    }
    round.stopped = true;
    co_await asio::this_coro::reset_cancellation_state();
  }
  if (round.stopped) throw std::system_error(asio::error::operation_aborted);
  co_return round.counts;
}

}  // namespace exo35
