// Takes a "\r" at the end of a line for part of the end.
// breaks: "All other bytes belong to the line"
// step: 1
// lesson: byte-lost
#include <exo37-import/plain_import.hpp>

namespace exo37 {

namespace {

asio::awaitable<void> give_lines(const std::string& lines, const Sink& sink) {
  for (std::size_t begin = 0; begin < lines.size();) {
    const auto end = std::min(lines.find('\n', begin), lines.size());
    auto line = lines.substr(begin, end - begin);
    if (line.ends_with('\r')) line.pop_back();
    co_await sink(std::move(line));
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
