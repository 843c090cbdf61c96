// Real files for a test, and a disk that is as slow as the test wants.
//
// A Fifo stands for the slow disk: what opens it waits until the test opens it
// too, and what reads it waits until the test has written. WORKBOOK_HAS_FIFO
// tells whether the system has them; where it has not, those tests are left
// out.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <support/language.hpp>
#include <system_error>
#include <utility>
#include <vector>

#if defined(__unix__) || defined(__APPLE__)
#define WORKBOOK_HAS_FIFO 1
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <poll.h>
#include <pthread.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#endif

#ifdef __linux__
#include <sys/inotify.h>

#include <cstdint>
#include <cstring>
#include <map>
#endif

namespace workbook {

namespace fs = std::filesystem;

// A folder for one test, removed with all it holds. A test that was killed
// leaves its own behind: a later one removes that too.
class Folder {
 public:
  Folder() {
    sweep();
    std::random_device random;
    do
      path_ = fs::temp_directory_path() /
              (prefix() + process() + "-" + std::to_string(random()));
    while (!fs::create_directory(path_));
  }

  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }

  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  fs::path operator/(std::string_view name) const { return path_ / name; }
  const fs::path& path() const { return path_; }

  // Makes a file, and tells where.
  fs::path put(std::string_view name, std::string_view content) const {
    const auto path = path_ / name;
    std::ofstream file(path, std::ios::binary);
    file << content;
    file.close();
    if (!file) throw std::runtime_error("cannot prepare " + path.string());
    return path;
  }

  // What get() gives of a file that is not there.
  static std::string no_such_file() {
    return Text{"(no such file)", "(ce fichier n'existe pas)"}.spoken();
  }

  // The contents of a file.
  std::string get(std::string_view name) const {
    std::ifstream file(path_ / name, std::ios::binary);
    if (!file) return no_such_file();
    return {std::istreambuf_iterator<char>(file), {}};
  }

  // The names of all that is in the folder, in order.
  std::vector<std::string> names() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(path_))
      names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
  }

 private:
  static std::string prefix() { return "async-workbook-"; }

#ifdef WORKBOOK_HAS_FIFO
  static std::string process() { return std::to_string(::getpid()); }

  // Removes the folders of processes that are no more. Not the recent ones:
  // another container may use this folder, and its processes are not seen here.
  static void sweep() {
    const auto an_hour_ago =
        fs::file_time_type::clock::now() - std::chrono::hours(1);
    std::error_code ignored;
    fs::directory_iterator entry(fs::temp_directory_path(), ignored);
    for (; entry != fs::directory_iterator(); entry.increment(ignored)) {
      const auto name = entry->path().filename().string();
      if (!name.starts_with(prefix())) continue;
      const auto owner = std::atol(name.c_str() + prefix().size());
      const bool gone = owner > 0 &&
                        ::kill(static_cast<pid_t>(owner), 0) != 0 &&
                        errno == ESRCH;
      if (gone && entry->last_write_time(ignored) < an_hour_ago)
        fs::remove_all(entry->path(), ignored);
    }
  }
#else
  static std::string process() { return "test"; }
  static void sweep() {}
#endif

  fs::path path_;
};

#ifdef WORKBOOK_HAS_FIFO

class Fifo {
 public:
  explicit Fifo(fs::path path) : path_(std::move(path)) {
    // A reader that has left is no reason to end the program.
    std::signal(SIGPIPE, SIG_IGN);
    if (::mkfifo(path_.c_str(), 0600) != 0)
      throw std::system_error(errno, std::generic_category(), path_.string());
  }
  ~Fifo() { finish(); }
  Fifo(const Fifo&) = delete;
  Fifo& operator=(const Fifo&) = delete;

  const fs::path& path() const { return path_; }

  // Someone has opened it, or is opening it. From the first yes on, what they
  // read is what the test writes, until finish().
  bool opened() {
    if (writer_ < 0 && !finished_) writer_ = open_to_write();
    return writer_ >= 0 || finished_;
  }

  // For someone who has opened it. Gives how many bytes there was room for.
  std::size_t write(std::string_view text) {
    const auto size = ::write(writer_, text.data(), text.size());
    return size < 0 ? 0 : static_cast<std::size_t>(size);
  }

  // All that was written has been read; always true where the system does not
  // tell.
  bool drained() const {
    int left = 0;
    return ::ioctl(writer_, FIONREAD, &left) != 0 || left == 0;
  }

  // The end of the file.
  void finish() {
    if (writer_ >= 0) ::close(writer_);
    finished_ = finished_ || writer_ >= 0;
    writer_ = -1;
  }

  bool finished() const { return finished_; }

  // Someone holds it open still.
  bool held() const {
    const int writer = open_to_write();
    if (writer >= 0) ::close(writer);
    return writer >= 0;
  }

  // Lets go whoever waits for any Fifo of a folder: they find it empty.
  static void let_go(const Folder& folder) {
    for (const auto& entry : fs::directory_iterator(folder.path()))
      if (entry.is_fifo()) {
        const int writer = ::open(entry.path().c_str(), O_WRONLY | O_NONBLOCK);
        if (writer >= 0) ::close(writer);
      }
  }

 private:
  int open_to_write() const {
    return ::open(path_.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC);
  }

  const fs::path path_;
  int writer_ = -1;
  bool finished_ = false;
};

// While it lives, no file grows beyond so many bytes: the disk is full.
class FullDisk {
 public:
  explicit FullDisk(std::size_t bytes) {
    // Then a write fails, instead of the program.
    std::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &before_);
    auto now = before_;
    now.rlim_cur = static_cast<rlim_t>(bytes);
    ::setrlimit(RLIMIT_FSIZE, &now);
  }
  ~FullDisk() { ::setrlimit(RLIMIT_FSIZE, &before_); }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

 private:
  rlimit before_;
};

// A disk that is full too; and the thread that finds it full is held there, in
// the middle of its write, until let_go(). Not the thread of the test.
class StuckDisk {
 public:
  explicit StuckDisk(std::size_t bytes) : full_(bytes) {
    of_the_test_ = ::pthread_self();
    held_ = false;
    sticks_ = true;
    std::signal(SIGXFSZ, hold);
  }
  ~StuckDisk() {
    let_go();
    std::signal(SIGXFSZ, SIG_IGN);
  }
  StuckDisk(const StuckDisk&) = delete;
  StuckDisk& operator=(const StuckDisk&) = delete;

  bool holds() const { return held_; }
  void let_go() { sticks_ = false; }

 private:
  // Linux gives the signal to the thread that writes.
  static void hold(int) {
    if (::pthread_equal(::pthread_self(), of_the_test_)) return;
    const int before = errno;
    held_ = true;
    while (sticks_) ::poll(nullptr, 0, 1);
    errno = before;
  }

  static inline pthread_t of_the_test_;
  static inline std::atomic<bool> held_{false}, sticks_{false};
  FullDisk full_;
};

// While it lives, the program can get no more than so many bytes of memory in
// addition to what it has.
class LittleMemory {
 public:
  explicit LittleMemory(std::size_t bytes) {
    ::getrlimit(RLIMIT_AS, &before_);
    std::size_t pages = 0;
    if (!(std::ifstream("/proc/self/statm") >> pages)) return;
    auto now = before_;
    now.rlim_cur = std::min<rlim_t>(
        before_.rlim_max,
        pages * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE)) + bytes);
    ::setrlimit(RLIMIT_AS, &now);
  }
  ~LittleMemory() { ::setrlimit(RLIMIT_AS, &before_); }
  LittleMemory(const LittleMemory&) = delete;
  LittleMemory& operator=(const LittleMemory&) = delete;

 private:
  rlimit before_;
};

#endif

// The current folder, while it lives.
class CurrentFolder {
 public:
  explicit CurrentFolder(const fs::path& path) { fs::current_path(path); }
  ~CurrentFolder() {
    std::error_code ignored;
    fs::current_path(before_, ignored);
  }
  CurrentFolder(const CurrentFolder&) = delete;
  CurrentFolder& operator=(const CurrentFolder&) = delete;

 private:
  const fs::path before_ = fs::current_path();
};

// How many threads the program has, not counting those that the kernel works
// with for it (io_uring); 0 where the system does not tell.
inline std::size_t threads() {
  constexpr unsigned long of_the_kernel = 0x10;  // PF_IO_WORKER
  std::size_t count = 0;
  std::error_code none;
  for (const auto& task : fs::directory_iterator("/proc/self/task", none)) {
    // proc(5): "7 (name) R ppid pgrp session tty tpgid flags ...". The name may
    // hold anything, and a worker has its own only when it has begun to run.
    std::string all;
    std::getline(std::ifstream(task.path() / "stat"), all);
    std::istringstream fields(all.substr(all.rfind(')') + 1));
    std::string skipped;
    for (int i = 0; i < 6; ++i) fields >> skipped;
    unsigned long flags = 0;
    // A thread that is gone by now has none.
    if (fields >> flags) count += !(flags & of_the_kernel);
  }
  return count;
}

// How many files of a folder this program has open; 0 where the system does not
// tell.
inline std::size_t open_files(const Folder& folder) {
  std::size_t count = 0;
  std::error_code none;
  for (const auto& file : fs::directory_iterator("/proc/self/fd", none))
    count += fs::read_symlink(file.path(), none)
                 .string()
                 .starts_with(folder.path().string());
  return count;
}

// A change of a name in a folder.
struct FileEvent {
  enum What { created, opened, changed, closed, removed, placed, made_folder };
  fs::path folder;
  std::string name;
  What what;
};

// Sees, in their order, all that happens in some folders: on Linux. Elsewhere
// it sees nothing.
class Watcher {
 public:
#ifdef __linux__
  explicit Watcher(const std::vector<fs::path>& folders)
      : queue_(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {
    for (const auto& folder : folders)
      folders_[::inotify_add_watch(queue_, folder.c_str(),
                                   IN_CREATE | IN_OPEN | IN_MODIFY | IN_CLOSE |
                                       IN_DELETE | IN_MOVED_FROM |
                                       IN_MOVED_TO)] = folder;
  }
  ~Watcher() { ::close(queue_); }
  Watcher(const Watcher&) = delete;
  Watcher& operator=(const Watcher&) = delete;

  bool sees() const { return queue_ >= 0 && !folders_.contains(-1); }

  // The changes since the last call.
  std::vector<FileEvent> events() {
    std::vector<FileEvent> all;
    std::vector<char> bytes(64 * 1024);
    for (;;) {
      const auto size = ::read(queue_, bytes.data(), bytes.size());
      if (size <= 0) return all;
      for (std::size_t at = 0; at < static_cast<std::size_t>(size);) {
        inotify_event event;
        std::memcpy(&event, bytes.data() + at, sizeof event);
        const char* name = bytes.data() + at + sizeof event;
        at += sizeof event + event.len;
        if (event.len == 0 || !folders_.contains(event.wd)) continue;
        all.push_back({folders_[event.wd], name, what(event.mask)});
      }
    }
  }

 private:
  static FileEvent::What what(std::uint32_t mask) {
    if (mask & IN_CREATE)
      return mask & IN_ISDIR ? FileEvent::made_folder : FileEvent::created;
    if (mask & IN_OPEN) return FileEvent::opened;
    if (mask & IN_MODIFY) return FileEvent::changed;
    if (mask & IN_CLOSE) return FileEvent::closed;
    return mask & IN_MOVED_TO ? FileEvent::placed : FileEvent::removed;
  }

  const int queue_;
  std::map<int, fs::path> folders_;
#else
  explicit Watcher(const std::vector<fs::path>&) {}
  bool sees() const { return false; }
  std::vector<FileEvent> events() { return {}; }
#endif
};

}  // namespace workbook
