// Splits at each "\n", and finds a line behind the last one.
// breaks: "behind a last "\n" there is no line."
// step: 1
// lesson: last-line-lost
#include <exo37-import/plain_import.hpp>

namespace exo37 {

namespace {

asio::awaitable<std::string> read_some(std::shared_ptr<plain::Source> source) {
  plain::Source& its = *source;
  if (!its.file) its.file = its.disk.open(its.path, its.from);
  co_return its.file->read(64 * 1024);
}

}  // namespace

asio::awaitable<void> each_line(Clerks clerks, Disk& disk, fs::path path,
                                Sink sink) {
  const auto source = plain::source_of(disk, std::move(path));
  std::string line;
  for (;;) {
    const auto bytes =
        co_await asio::co_spawn(clerks, read_some(source), plain::until_done());
    if (bytes.empty()) break;
    for (const char c : bytes) {
      if (c != '\n') {
        line += c;
        if (line.size() > longest_line)
          throw std::length_error(source->path.string() + ": too long");
        continue;
      }
      co_await sink(std::move(line));
      line.clear();
    }
  }
  co_await sink(std::move(line));
  co_await plain::throw_if_cancelled();
}

}  // namespace exo37
