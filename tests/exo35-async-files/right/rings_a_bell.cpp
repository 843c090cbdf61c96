// The job is a plain function; a timer that never expires is the bell that it
// rings in the room. What the two share belongs to both. The counting starts
// one file after the other, each when an earlier one has made room.
#include <array>
#include <asio/any_io_executor.hpp>
#include <asio/co_spawn.hpp>
#include <asio/post.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <cctype>
#include <exception>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <random>
#include <sstream>
#include <system_error>
#include <utility>

#include "async_files.hpp"

namespace exo35 {

namespace {

struct Bell {
  explicit Bell(const asio::any_io_executor& room)
      : timer(room, asio::steady_timer::time_point::max()) {}
  asio::steady_timer timer;
  void ring() { timer.cancel(); }

  // Until `done`, whatever wakes it. True if it was cancelled meanwhile.
  template <class Done>
  asio::awaitable<bool> wait_for(Done& done) {
    bool cancelled = false;
    while (!done()) {
      asio::error_code ignored;
      co_await timer.async_wait(
          asio::redirect_error(asio::use_awaitable, ignored));
      const auto state = co_await asio::this_coro::cancellation_state;
      if (state.cancelled() == asio::cancellation_type::none) continue;
      cancelled = true;
      co_await asio::this_coro::reset_cancellation_state();
    }
    co_return cancelled;
  }
};

struct Errand {
  Errand(const asio::any_io_executor& room, std::function<std::string()> job)
      : bell(room), job(std::move(job)) {}
  Bell bell;
  std::function<std::string()> job;
  std::string result;
  std::exception_ptr failed;
  bool over = false;
};

asio::awaitable<std::string> send(Clerks& clerks,
                                  std::function<std::string()> job) {
  const auto room = co_await asio::this_coro::executor;
  auto errand = std::make_shared<Errand>(room, std::move(job));
  asio::post(clerks, [errand, room] {
    try {
      errand->result = errand->job();
    } catch (...) {
      errand->failed = std::current_exception();
    }
    asio::post(room, [errand] {
      errand->over = true;
      errand->bell.ring();
    });
  });
  auto over = [&errand] { return errand->over; };
  const bool cancelled = co_await errand->bell.wait_for(over);
  if (cancelled) throw std::system_error(asio::error::operation_aborted);
  if (errand->failed) std::rethrow_exception(errand->failed);
  co_return std::move(errand->result);
}

std::string fetch(const fs::path& path) {
  std::ifstream file(path, std::ios::in | std::ios::binary);
  std::string text;
  if (file) {
    std::array<char, 1 << 16> piece;
    while (file.read(piece.data(), piece.size()) || file.gcount() > 0)
      text.append(piece.data(), static_cast<std::size_t>(file.gcount()));
  }
  // With libc++, a folder can be opened, and is at its end.
  if (file.is_open() && file.eof() && !fs::is_directory(path)) return text;
  throw fs::filesystem_error("reading", path,
                             std::make_error_code(std::errc::io_error));
}

void store(const fs::path& path, const std::string& content) {
  std::mt19937_64 random(std::random_device{}());
  auto draft = path;
  do draft.replace_filename(".draft-" + std::to_string(random()));
  while (fs::exists(draft));
  bool written = false;
  {
    std::ofstream file(draft, std::ios::binary);
    file << content << std::flush;
    written = file.good();
  }
  std::error_code error = std::make_error_code(std::errc::io_error);
  if (written) fs::rename(draft, path, error);
  if (!error) return;
  std::error_code ignored;
  fs::remove(draft, ignored);
  throw fs::filesystem_error("writing", path, error);
}

}  // namespace

asio::awaitable<std::string> read_file(Clerks& clerks, fs::path path) {
  std::function<std::string()> job = std::bind(fetch, std::move(path));
  co_return co_await send(clerks, std::move(job));
}

asio::awaitable<void> write_file(Clerks& clerks, fs::path path,
                                 std::string content) {
  std::function<std::string()> job = [path, content] {
    store(path, content);
    return std::string();
  };
  co_await send(clerks, std::move(job));
}

asio::awaitable<std::vector<Count>> count_words(Clerks& clerks,
                                                std::vector<fs::path> paths,
                                                std::size_t limit) {
  const auto room = co_await asio::this_coro::executor;
  Bell bell(room);
  std::vector<Count> counts(paths.size());
  std::size_t open = 0;
  bool cancelled = false;
  auto free_place = [&] { return open < limit; };
  auto all_closed = [&] { return open == 0; };
  for (std::size_t i = 0; i < paths.size() && !cancelled; ++i) {
    cancelled = co_await bell.wait_for(free_place);
    if (cancelled) break;
    ++open;
    auto done = [&, i](std::exception_ptr failed, std::string text) {
      if (failed) {
        try {
          std::rethrow_exception(failed);
        } catch (const std::exception& error) {
          counts[i].error = error.what();
        }
      } else {
        std::istringstream words(text);
        for (std::string word; words >> word;) ++counts[i].words;
      }
      --open;
      bell.ring();
    };
    asio::co_spawn(room, read_file(clerks, paths[i]), std::move(done));
  }
  if (co_await bell.wait_for(all_closed)) cancelled = true;
  if (cancelled) throw std::system_error(asio::error::operation_aborted);
  co_return counts;
}

}  // namespace exo35
