// Gives no more of a line than `longest_line` bytes.
// breaks: "Each line comes whole, in the order of the file"
// step: 1
// lesson: record-cut-in-two
#include <exo37-import/plain_import.hpp>

namespace exo37 {

namespace {

asio::awaitable<void> give_lines(const std::string& lines, const Sink& sink) {
  for (std::size_t begin = 0; begin < lines.size();) {
    const auto end = std::min(lines.find('\n', begin), lines.size());
    co_await plain::throw_if_cancelled();
    co_await sink(lines.substr(begin, std::min(end - begin, longest_line)));
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
