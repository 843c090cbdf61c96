// Keeps the file open in a reader that refers to itself.
// breaks: "no clerk is at work for them, and no file is open."
// step: 1
// lesson: left-behind
#include <exo37-import/plain_import.hpp>

namespace exo37 {

namespace {

struct Reader : std::enable_shared_from_this<Reader> {
  std::shared_ptr<plain::Source> source;
  std::shared_ptr<Reader> myself;  // so that it lives long enough
};

}  // namespace

asio::awaitable<void> each_line(Clerks clerks, Disk& disk, fs::path path,
                                Sink sink) {
  const auto reader = std::make_shared<Reader>();
  reader->myself = reader;
  reader->source = plain::source_of(disk, std::move(path));
  const auto source = reader->source;
  for (;;) {
    const auto lines = co_await asio::co_spawn(
        clerks, plain::read_lines(source), plain::until_done());
    if (lines.empty()) break;
    co_await plain::give_lines(lines, sink);
  }
  co_await plain::throw_if_cancelled();
}

}  // namespace exo37
