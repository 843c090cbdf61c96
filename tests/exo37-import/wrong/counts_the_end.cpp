// Counts the "\n" when it looks whether a line is too long.
// breaks: "A line of `longest_line` bytes is a line like any other."
// step: 1
// lesson: honest-line-refused
#include <exo37-import/plain_import.hpp>

namespace exo37 {

namespace {

asio::awaitable<void> give_lines(const std::string& lines, const Sink& sink) {
  for (std::size_t begin = 0; begin < lines.size();) {
    const auto end = std::min(lines.find('\n', begin), lines.size());
    if (end - begin + 1 > longest_line)
      throw std::length_error("a line is too long");
    co_await sink(lines.substr(begin, end - begin));
    begin = end + 1;
  }
}

}  // namespace

asio::awaitable<void> each_line(Clerks clerks, Disk& disk, fs::path path,
                                Sink sink) {
  return plain::each_line(clerks, disk, std::move(path), std::move(sink),
                          plain::read_lines, give_lines);
}

}  // namespace exo37
