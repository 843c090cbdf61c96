// A journal: records that are added at the end of a paper, and read again after
// a crash. Given.
//
//   sealed("PUT 4711 Lyon")     gives "5c9a1f03 PUT 4711 Lyon\n"
//
// The digits are a checksum (CRC-32) of the text. A record that has its end and
// another checksum is damaged; one without its end is only a half.
#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>

namespace workbook {

// What a paper throws. Nobody can say, after it, what is on the paper.
struct PaperFailure : std::runtime_error {
  using runtime_error::runtime_error;
};

// A file that grows at its end. What was not synced may be there after a crash,
// in part, or not at all; and what read() gives need not be synced, either.
class Paper {
 public:
  virtual ~Paper() = default;

  // All of it.
  virtual std::string read() = 0;
  // Adds bytes at the end. If it throws, a part of them may be there.
  virtual void append(std::string_view bytes) = 0;
  // Forgets what is beyond so many bytes.
  virtual void truncate(std::size_t size) = 0;
  // When it returns, what was done before is safe: no crash can undo it.
  virtual void sync() = 0;
};

namespace detail {

inline std::uint32_t crc32(std::string_view bytes) {
  std::uint32_t crc = 0xffff'ffff;
  for (const char c : bytes) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit)
      crc = crc & 1 ? crc >> 1 ^ 0xedb8'8320 : crc >> 1;
  }
  return ~crc;
}

inline std::string checksum(std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string hex;
  const auto crc = crc32(text);
  for (int shift = 28; shift >= 0; shift -= 4)
    hex += digits[crc >> shift & 0xf];
  return hex;
}

}  // namespace detail

// A text of one line, as a record.
inline std::string sealed(std::string_view text) {
  return detail::checksum(text) + ' ' + std::string(text) + '\n';
}

// The record at the front of some bytes.
struct Record {
  std::string text;
  // How many bytes the record takes. 0: there is no whole one.
  std::size_t size = 0;
  // There is its end, but this is not what was written.
  bool damaged = false;
};

inline Record record_of(std::string_view bytes) {
  Record record;
  const auto end = bytes.find('\n');
  if (end == bytes.npos) return record;
  constexpr std::size_t head = 9;
  if (end >= head) record.text = bytes.substr(head, end - head);
  record.size = end + 1;
  record.damaged = bytes.substr(0, end + 1) != sealed(record.text);
  return record;
}

// A file of the system. Every call waits for the disk.
class FilePaper : public Paper {
 public:
  explicit FilePaper(const std::filesystem::path& path)
      : file_(::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC,
                     0644)) {
    check(file_ >= 0, "open");
    // The name of a new file is in its folder, which must be safe, too.
    auto folder = path.parent_path();
    if (folder.empty()) folder = ".";
    const int directory = ::open(folder.c_str(), O_RDONLY | O_CLOEXEC);
    check(directory >= 0 && ::fsync(directory) == 0, "fsync");
    ::close(directory);
  }
  ~FilePaper() override { ::close(file_); }
  FilePaper(const FilePaper&) = delete;
  FilePaper& operator=(const FilePaper&) = delete;

  std::string read() override {
    std::string all;
    std::array<char, 64 * 1024> piece;
    for (;;) {
      const auto count = ::pread(file_, piece.data(), piece.size(),
                                 static_cast<off_t>(all.size()));
      check(count >= 0, "read");
      if (count == 0) return all;
      all.append(piece.data(), static_cast<std::size_t>(count));
    }
  }

  void append(std::string_view bytes) override {
    while (!bytes.empty()) {
      const auto count = ::write(file_, bytes.data(), bytes.size());
      check(count >= 0, "write");
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
  }

  void truncate(std::size_t size) override {
    check(::ftruncate(file_, static_cast<off_t>(size)) == 0, "truncate");
  }

  void sync() override { check(::fdatasync(file_) == 0, "sync"); }

 private:
  static void check(bool good, const char* what) {
    if (!good)
      throw PaperFailure(std::string("the journal: ") + what + ": " +
                         std::generic_category().message(errno));
  }

  int file_;
};

}  // namespace workbook
