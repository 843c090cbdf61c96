// Reads, parses, passes on, and reads again.
// breaks: "While lines are parsed, the next ones are read."
// step: 2
// lesson: read-then-parse
#include <exo37-import/plain_import.hpp>

namespace exo37 {

namespace {

asio::awaitable<void> digest(Clerks clerks, Parse parse, std::string lines,
                             const Sink& sink) {
  auto rows = co_await asio::co_spawn(
      clerks, plain::make_rows(std::move(parse), std::move(lines)),
      plain::until_done());
  co_await sink(std::move(rows));
}

}  // namespace

asio::awaitable<void> import_file(Clerks clerks, Disk& disk, fs::path path,
                                  Parse parse, Sink sink) {
  const auto source = plain::source_of(disk, std::move(path));
  for (;;) {
    auto lines = co_await asio::co_spawn(clerks, plain::read_lines(source),
                                         plain::until_done());
    if (lines.empty()) break;
    co_await digest(clerks, parse, std::move(lines), sink);
  }
  co_await plain::throw_if_cancelled();
}

}  // namespace exo37
