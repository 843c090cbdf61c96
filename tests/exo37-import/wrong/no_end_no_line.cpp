// Forgets what stands behind the last "\n".
// breaks: "The last line counts with or without a "\n""
// step: 1
// lesson: last-line-lost
#include <exo37-import/plain_import.hpp>

namespace exo37 {

namespace {

// Whole lines, or "" at the end.
asio::awaitable<std::string> read_lines(std::shared_ptr<plain::Source> source) {
  plain::Source& its = *source;
  if (!its.file) its.file = its.disk.open(its.path, its.from);
  auto lines = std::exchange(its.rest, "");
  for (;;) {
    const auto bytes = its.file->read(64 * 1024);
    const auto end = bytes.rfind('\n');
    if (bytes.empty()) co_return "";
    if (end != bytes.npos) {
      lines.append(bytes, 0, end + 1);
      its.rest = bytes.substr(end + 1);
      break;
    }
    lines += bytes;
    if (lines.size() > longest_line)
      throw std::length_error(its.path.string() + ": a line is too long");
  }
  its.from += lines.size();
  co_return lines;
}

}  // namespace

asio::awaitable<void> each_line(Clerks clerks, Disk& disk, fs::path path,
                                Sink sink) {
  return plain::each_line(clerks, disk, std::move(path), std::move(sink),
                          read_lines);
}

}  // namespace exo37
