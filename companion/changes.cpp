#include "changes.hpp"

#include <sys/stat.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/inotify.h>
#endif

#include <array>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/posix/stream_descriptor.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <tuple>

namespace companion {

namespace {

using namespace std::chrono_literals;

// What differs after any way to save: writing in place changes the time or the
// size, renaming another file over this one changes the inode.
using Look = std::tuple<ino_t, off_t, time_t, long>;

Look look_at(const fs::path& file) {
  struct stat now {};
  if (::stat(file.c_str(), &now) != 0) return {};
#ifdef __APPLE__
  return {now.st_ino, now.st_size, now.st_mtimespec.tv_sec,
          now.st_mtimespec.tv_nsec};
#else
  return {now.st_ino, now.st_size, now.st_mtim.tv_sec, now.st_mtim.tv_nsec};
#endif
}

// A descriptor that becomes readable when something is saved in a folder of
// the files; -1 if there is no such thing here.
int notifier(const std::vector<fs::path>& files, bool poll) {
#ifdef __linux__
  if (poll) return -1;
  const int notify = ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
  if (notify == -1) return -1;
  // The folders: an editor that saves by renaming replaces the file itself.
  for (const auto& file : files)
    ::inotify_add_watch(notify, file.parent_path().c_str(),
                        IN_CLOSE_WRITE | IN_MOVE | IN_DELETE);
  return notify;
#else
  static_cast<void>(files), static_cast<void>(poll);
  return -1;
#endif
}

}  // namespace

asio::awaitable<void> watch_files(
    std::vector<fs::path> files, bool poll,
    std::function<void(std::vector<std::size_t>)> saved) {
  using namespace asio::experimental::awaitable_operators;
  using asio::posix::stream_descriptor;
  const auto executor = co_await asio::this_coro::executor;
  asio::steady_timer timer(executor);
  stream_descriptor notify(executor);
  const int descriptor = notifier(files, poll);
  if (descriptor != -1) notify.assign(descriptor);

  std::vector<Look> looks;
  for (const auto& file : files) looks.push_back(look_at(file));

  for (;;) {
    timer.expires_after(poll ? 100ms : 1s);
    if (notify.is_open()) {
      const auto first =
          co_await (notify.async_wait(stream_descriptor::wait_read,
                                      asio::use_awaitable) ||
                    timer.async_wait(asio::use_awaitable));
      if (first.index() == 0) {
        // Two files saved by one command are one change: let it finish.
        timer.expires_after(10ms);
        co_await timer.async_wait(asio::use_awaitable);
        std::array<char, 4096> events;
        while (::read(descriptor, events.data(), events.size()) > 0) {
        }
      }
    } else {
      co_await timer.async_wait(asio::use_awaitable);
    }

    // Between two steps of a save there may be no file: it comes at once.
    const auto is_gone = [&](std::size_t i) {
      return looks[i] != Look() && look_at(files[i]) == Look();
    };
    for (std::size_t i = 0; i < files.size(); ++i)
      if (is_gone(i)) {
        timer.expires_after(200ms);
        co_await timer.async_wait(asio::use_awaitable);
        break;
      }

    std::vector<std::size_t> changed;
    for (std::size_t i = 0; i < files.size(); ++i)
      if (const auto look = look_at(files[i]); look != looks[i]) {
        looks[i] = look;
        changed.push_back(i);
      }
    if (!changed.empty()) saved(std::move(changed));
  }
}

}  // namespace companion
