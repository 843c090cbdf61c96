// Opens the file itself: only reading is given to a clerk.
// breaks: "Every call of the disk, of the ledger and of `parse` is made by a"
// step: 1
// lesson: disk-on-the-loop
#include <exo37-import/plain_import.hpp>

namespace exo37 {

asio::awaitable<void> each_line(Clerks clerks, Disk& disk, fs::path path,
                                Sink sink) {
  const auto source = plain::source_of(disk, path);
  source->file = disk.open(path);
  for (;;) {
    const auto lines = co_await asio::co_spawn(
        clerks, plain::read_lines(source), plain::until_done());
    if (lines.empty()) break;
    co_await plain::give_lines(lines, sink);
  }
  co_await plain::throw_if_cancelled();
}

}  // namespace exo37
