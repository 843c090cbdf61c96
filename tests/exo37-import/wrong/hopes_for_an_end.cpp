// Reads on until a line ends, if it ever does.
// breaks: "What does not end within `most_kept` bytes is an error"
// step: 1
// lesson: line-without-end
#include <exo37-import/plain_import.hpp>
#include <limits>

namespace exo37 {

namespace {

asio::awaitable<std::string> read_lines(std::shared_ptr<plain::Source> source) {
  source->longest = std::numeric_limits<std::size_t>::max();
  return plain::read_lines(std::move(source));
}

}  // namespace

asio::awaitable<void> each_line(Clerks clerks, Disk& disk, fs::path path,
                                Sink sink) {
  return plain::each_line(clerks, disk, std::move(path), std::move(sink),
                          read_lines);
}

}  // namespace exo37
