// A clerk reads until there is a "\n", at the end of the file too.
// breaks: "The last line counts with or without a"
// step: 1
// lesson: never-ends
#include <cstddef>
#include <exo37-import/plain_import.hpp>

namespace exo37 {

namespace {

struct Source {
  std::unique_ptr<File> file;
  std::string kept;
};

asio::awaitable<std::string> next_line(Disk& disk, fs::path path,
                                       std::shared_ptr<Source> source) {
  if (!source->file) source->file = disk.open(path);
  auto& kept = source->kept;
  while (kept.find('\n') == kept.npos) kept += source->file->read(64 * 1024);
  const auto end = kept.find('\n');
  auto line = kept.substr(0, end);
  kept.erase(0, end + 1);
  co_return line;
}

}  // namespace

asio::awaitable<void> each_line(Clerks clerks, Disk& disk, fs::path path,
                                Sink sink) {
  const auto source = std::make_shared<Source>();
  for (;;) {
    auto line = co_await asio::co_spawn(clerks, next_line(disk, path, source),
                                        plain::until_done());
    co_await sink(std::move(line));
  }
}

}  // namespace exo37
