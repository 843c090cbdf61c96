// Has a clerk read the whole file, then gives its lines away.
// breaks: "No more than `most_kept` bytes of a file are kept."
// step: 1
// lesson: whole-file-in-memory
#include <exo37-import/plain_import.hpp>

namespace exo37 {

namespace {

asio::awaitable<std::string> read_all(Disk& disk, fs::path path) {
  const auto file = disk.open(path);
  std::string all;
  for (;;) {
    const auto bytes = file->read(64 * 1024);
    if (bytes.empty()) break;
    all += bytes;
  }
  co_return all;
}

}  // namespace

asio::awaitable<void> each_line(Clerks clerks, Disk& disk, fs::path path,
                                Sink sink) {
  const auto all = co_await asio::co_spawn(
      clerks, read_all(disk, std::move(path)), plain::until_done());
  co_await plain::give_lines(all, sink);
  co_await plain::throw_if_cancelled();
}

}  // namespace exo37
