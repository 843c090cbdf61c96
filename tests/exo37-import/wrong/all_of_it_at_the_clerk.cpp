// Runs all of it at a clerk, the sink included.
// breaks: "The sink is called in the office, one call at a time."
// step: 1
// lesson: among-the-clerks
#include <exo37-import/plain_import.hpp>

namespace exo37 {

namespace {

asio::awaitable<void> run(Disk& disk, fs::path path, Sink sink) {
  const auto source = plain::source_of(disk, std::move(path));
  for (;;) {
    const auto lines = co_await plain::read_lines(source);
    if (lines.empty()) break;
    co_await plain::give_lines(lines, sink);
  }
}

}  // namespace

asio::awaitable<void> each_line(Clerks clerks, Disk& disk, fs::path path,
                                Sink sink) {
  co_await asio::co_spawn(clerks, run(disk, std::move(path), std::move(sink)),
                          asio::use_awaitable);
}

}  // namespace exo37
