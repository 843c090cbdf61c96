// Says that a line is too long, and not in which file.
// breaks: "an error whose what() names the path."
// step: 1
// lesson: line-without-end
#include <exo37-import/plain_import.hpp>

namespace exo37 {

namespace {

asio::awaitable<std::string> read_lines(std::shared_ptr<plain::Source> source) {
  try {
    co_return co_await plain::read_lines(std::move(source));
  } catch (const std::length_error&) {
    throw std::length_error("a line is too long");
  }
}

}  // namespace

asio::awaitable<void> each_line(Clerks clerks, Disk& disk, fs::path path,
                                Sink sink) {
  return plain::each_line(clerks, disk, std::move(path), std::move(sink),
                          read_lines);
}

}  // namespace exo37
