// What an import works with: a disk to read from, a ledger to write to, and the
// importer of today.
//
// Every call may wait, for as long as the disk likes, and may throw. None
// minds which thread it is made from; a file or a ledger wants one at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace workbook {

// A file that is open: read from its front to its end, closed when destroyed.
// To close it never waits.
class File {
 public:
  virtual ~File() = default;

  // The next bytes: at most so many, perhaps fewer; "" only at the end.
  virtual std::string read(std::size_t at_most) = 0;
};

class Disk {
 public:
  virtual ~Disk() = default;

  // Opens a file, to be read from that byte on.
  virtual std::unique_ptr<File> open(const std::filesystem::path& path,
                                     std::uint64_t from = 0) = 0;
};

// How far an import has come: so many bytes of the file have been read, and
// their rows have made the ledger so many bytes long.
struct Checkpoint {
  std::uint64_t read = 0;
  std::uint64_t written = 0;

  bool operator==(const Checkpoint&) const = default;
};

// Rows on a disk, and a checkpoint beside them. After a crash, what was not
// synced may be there, in part, or not at all.
class Ledger {
 public:
  virtual ~Ledger() = default;

  // Adds rows at the end. If it throws, a part of them may be there.
  virtual void append(std::string_view rows) = 0;
  // Forgets what is beyond so many bytes.
  virtual void truncate(std::uint64_t size) = 0;
  // When it returns, what was done before is safe: no crash can undo it.
  virtual void sync() = 0;

  // The checkpoint that was saved last; zeros if there is none.
  virtual Checkpoint load() = 0;
  // Takes the place of the one before, all or nothing, and is safe when it
  // returns. It says nothing about the rows: those are safe when synced.
  virtual void save(const Checkpoint& checkpoint) = 0;
};

// Makes rows of whole lines. That is work for the processor, and takes long.
using Parse = std::function<std::string(std::string lines)>;

// The importer of today. It works, as long as the file fits into memory, nobody
// else wants anything meanwhile, and nothing goes wrong.
inline void import_now(Disk& disk, const std::filesystem::path& path,
                       const Parse& parse, Ledger& ledger) {
  const auto file = disk.open(path);
  std::string all;
  for (;;) {
    const auto bytes = file->read(64 * 1024);
    if (bytes.empty()) break;
    all += bytes;
  }
  ledger.append(parse(all));
  ledger.sync();
}

}  // namespace workbook
