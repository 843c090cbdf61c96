// Calls the coroutine that imports the file, and awaits another.
// breaks: "`parse` gets each line once, whole"
// step: 2
// lesson: nothing-comes
#include "import.hpp"

#include <asio/awaitable.hpp>
#include <utility>

namespace exo37 {

namespace {

asio::awaitable<void> import_rows(Clerks clerks, Disk& disk, fs::path path,
                                  Parse parse, Sink sink) {
  const Sink to_rows = [&](std::string line) -> asio::awaitable<void> {
    co_await sink(parse(std::move(line) + "\n"));
  };
  co_await each_line(clerks, disk, std::move(path), to_rows);
}

}  // namespace

asio::awaitable<void> import_file(Clerks clerks, Disk& disk, fs::path path,
                                  Parse parse, Sink sink) {
  const auto never_awaited =
      import_rows(clerks, disk, std::move(path), std::move(parse), sink);
  co_return;
}

}  // namespace exo37
