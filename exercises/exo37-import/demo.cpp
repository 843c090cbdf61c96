// The demo of exo37: two pairs of hands and a bookmark; and the import, a
// program to use.
//
//   demo37              shows how to overlap work, and where a bookmark belongs
//   demo37 scans.csv    imports a file into scans.csv.ledger with your resume;
//                       killed at any time, it goes on where it was
#include <fmt/format.h>

#include <algorithm>
#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/io_context.hpp>
#include <asio/thread_pool.hpp>
#include <asio/use_awaitable.hpp>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <ios>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#if defined(__unix__) || defined(__APPLE__)
#include <fcntl.h>
#include <unistd.h>
#endif

#include "import.hpp"

namespace fs = std::filesystem;
using namespace asio::experimental::awaitable_operators;

using Plates = std::vector<std::string>;

// begin hands
// Somebody washes; a coroutine that never suspends, for a thread of the pool.
asio::awaitable<std::string> wash(std::string plate) {
  co_return "clean " + plate;
}

// Somebody else dries.
asio::awaitable<std::string> dry(std::string plate) {
  co_return "dry, " + plate;
}

// How to await them. As in exo35, nobody at work is told to stop.
auto until_done() {
  return asio::bind_cancellation_slot(asio::cancellation_slot(),
                                      asio::use_awaitable);
}
// end hands

// begin kitchen
// Two plates are out of the cupboard, however many there are in it.
asio::awaitable<void> kitchen(asio::thread_pool& hands, Plates plates) {
  auto clean = co_await asio::co_spawn(hands, wash(plates[0]), until_done());
  for (std::size_t next = 1; next < plates.size(); ++next) {
    auto [washed, dried] =
        co_await (asio::co_spawn(hands, wash(plates[next]), until_done()) &&
                  asio::co_spawn(hands, dry(clean), until_done()));
    fmt::print("{}, while {} was washed\n", dried, plates[next]);
    clean = std::move(washed);
  }
  fmt::print("{}\n", co_await asio::co_spawn(hands, dry(clean), until_done()));
}
// end kitchen

// begin bookmark
// A copyist and his bookmark. Both outlive him; he may be called away for good
// at any of his moves.
struct Desk {
  std::size_t bookmark = 0;
  std::string copy;
};

enum class Moves { bookmark_first, letter_first };

void copy(std::string_view book, Desk& desk, Moves moves, int moves_left) {
  for (auto at = desk.bookmark; at < book.size(); ++at) {
    if (moves_left-- == 0) return;
    if (moves == Moves::bookmark_first)
      desk.bookmark = at + 1;
    else
      desk.copy += book[at];
    if (moves_left-- == 0) return;
    if (moves == Moves::bookmark_first)
      desk.copy += book[at];
    else
      desk.bookmark = at + 1;
  }
}
// end bookmark

void show_kitchen() {
  asio::io_context context;
  asio::thread_pool hands(2);
  Plates plates{"plate 1", "plate 2", "plate 3"};
  asio::co_spawn(context, kitchen(hands, std::move(plates)),
                 [](std::exception_ptr error) {
                   if (error) std::rethrow_exception(error);
                 });
  context.run();
}

void show_bookmark(const char* what, Moves moves) {
  constexpr std::string_view book = "parcel";
  Desk desk;
  copy(book, desk, moves, 5);
  copy(book, desk, moves, 100);  // his successor has all the time in the world
  fmt::print("{}: {}\n", what, desk.copy);
}

// A file of this machine.
class RealFile : public exo37::File {
 public:
  RealFile(const fs::path& path, std::uint64_t from)
      : path_(path), file_(path, std::ios::binary) {
    if (!file_ || fs::is_directory(path)) fail("cannot open");
    file_.seekg(static_cast<std::streamoff>(from));
  }

  std::string read(std::size_t at_most) override {
    std::string bytes(at_most, '\0');
    file_.read(bytes.data(), static_cast<std::streamsize>(at_most));
    if (file_.bad()) fail("cannot read");
    bytes.resize(static_cast<std::size_t>(file_.gcount()));
    return bytes;
  }

 private:
  [[noreturn]] void fail(const char* what) const {
    throw fs::filesystem_error(what, path_,
                               std::error_code(errno, std::generic_category()));
  }

  const fs::path path_;
  std::ifstream file_;
};

class RealDisk : public exo37::Disk {
 public:
  std::unique_ptr<exo37::File> open(const fs::path& path,
                                    std::uint64_t from) override {
    return std::make_unique<RealFile>(path, from);
  }
};

// A file that is written and made safe. Where the system has no fsync, it is as
// safe as the system makes it.
class Written {
 public:
  Written(const fs::path& path, const char* mode)
      : path_(path), file_(std::fopen(path.string().c_str(), mode)) {
    check(file_ != nullptr);
  }
  ~Written() { std::fclose(file_); }
  Written(const Written&) = delete;
  Written& operator=(const Written&) = delete;

  void write(std::string_view bytes) {
    check(std::fwrite(bytes.data(), 1, bytes.size(), file_) == bytes.size());
    check(std::fflush(file_) == 0);
  }
  void sync() {
#if defined(__unix__) || defined(__APPLE__)
    check(::fsync(::fileno(file_)) == 0);
#endif
  }

 private:
  void check(bool good) const {
    if (!good)
      throw fs::filesystem_error(
          "cannot write", path_,
          std::error_code(errno, std::generic_category()));
  }

  const fs::path path_;
  std::FILE* const file_;
};

// Makes the name of a file safe: it is in the folder, and no sync of the file
// says anything about that.
void sync_name_of(const fs::path& path) {
#if defined(__unix__) || defined(__APPLE__)
  const auto folder = path.has_parent_path() ? path.parent_path() : ".";
  const int directory = ::open(folder.c_str(), O_RDONLY | O_CLOEXEC);
  const bool good = directory >= 0 && ::fsync(directory) == 0;
  const std::error_code error(errno, std::generic_category());
  if (directory >= 0) ::close(directory);
  if (!good) throw fs::filesystem_error("cannot sync", folder, error);
#else
  static_cast<void>(path);
#endif
}

// scans.csv.ledger, with scans.csv.checkpoint beside it. It shows how far it
// has come whenever a checkpoint is saved.
class RealLedger : public exo37::Ledger {
 public:
  explicit RealLedger(const fs::path& scans)
      : ledger_(scans.string() + ".ledger"),
        checkpoint_(scans.string() + ".checkpoint"),
        all_(std::max<std::uintmax_t>(1, fs::file_size(scans))),
        rows_(std::in_place, ledger_, "ab") {
    sync_name_of(ledger_);
  }

  void append(std::string_view rows) override { rows_->write(rows); }
  void truncate(std::uint64_t size) override {
    rows_.reset();
    const auto there = fs::file_size(ledger_);
    if (there < size)
      throw std::runtime_error(ledger_.string() +
                               " is shorter than its checkpoint says");
    if (there > size) fs::resize_file(ledger_, size);
    rows_.emplace(ledger_, "ab");
  }
  void sync() override { rows_->sync(); }

  exo37::Checkpoint load() override {
    exo37::Checkpoint checkpoint;
    std::ifstream file(checkpoint_);
    if (!file) return {};
    if (!(file >> checkpoint.read >> checkpoint.written))
      throw std::runtime_error(checkpoint_.string() + " is no checkpoint");
    fmt::print("{} of {} bytes are done already\n", checkpoint.read, all_);
    return checkpoint;
  }
  // All or nothing: written beside, made safe, and put in place at one stroke.
  void save(const exo37::Checkpoint& checkpoint) override {
    const fs::path draft = checkpoint_.string() + ".draft";
    {
      Written file(draft, "wb");
      file.write(fmt::format("{} {}\n", checkpoint.read, checkpoint.written));
      file.sync();
    }
    fs::rename(draft, checkpoint_);
    sync_name_of(checkpoint_);
    const auto part = 50 * checkpoint.read / all_;
    fmt::print("[{:<50}] {} bytes\n", std::string(part, '#'), checkpoint.read);
    std::fflush(stdout);
  }

 private:
  const fs::path ledger_;
  const fs::path checkpoint_;
  const std::uintmax_t all_;
  std::optional<Written> rows_;
};

// "4711,Lyon,08:15" becomes "08:15 Lyon 4711".
std::string rows_of(std::string lines) {
  std::string rows;
  for (std::size_t begin = 0; begin < lines.size();) {
    const auto end = std::min(lines.find('\n', begin), lines.size());
    const auto line = std::string_view(lines).substr(begin, end - begin);
    const auto first = line.find(','), last = line.rfind(',');
    if (first == last)
      rows += fmt::format("? {}\n", line);
    else
      rows += fmt::format("{} {} {}\n", line.substr(last + 1),
                          line.substr(first + 1, last - first - 1),
                          line.substr(0, first));
    begin = end + 1;
  }
  return rows;
}

void import_real(const fs::path& scans) {
  asio::io_context office;
  RealDisk disk;
  RealLedger ledger(scans);
  asio::thread_pool clerks(2);
  asio::co_spawn(
      office,
      exo37::resume(clerks.get_executor(), disk, scans, rows_of, ledger),
      [](std::exception_ptr error) {
        if (error) std::rethrow_exception(error);
      });
  office.run();
  clerks.join();
  fmt::print("{} is imported.\n", scans.string());
}

int main(int argc, char** argv) try {
  if (argc > 1) {
    import_real(argv[1]);
    return 0;
  }
  show_kitchen();
  show_bookmark("bookmark first", Moves::bookmark_first);
  show_bookmark("letter first", Moves::letter_first);
} catch (const std::exception& error) {
  fmt::print("{}\n", error.what());
  return 1;
}
