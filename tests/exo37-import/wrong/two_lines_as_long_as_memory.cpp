// Allows a line as long as memory, while the one before it is there.
// breaks: "No more than `most_kept` bytes of a file are kept."
// step: 2
// lesson: whole-file-in-memory
#include <exo37-import/plain_import.hpp>

namespace exo37 {

asio::awaitable<void> import_file(Clerks clerks, Disk& disk, fs::path path,
                                  Parse parse, Sink sink) {
  const auto source = plain::source_of(disk, std::move(path));
  source->longest = most_kept - source->at_once;
  const plain::Keep keep = [&](std::string rows, std::uint64_t) {
    return sink(std::move(rows));
  };
  co_await plain::pump(clerks, source, std::move(parse), keep);
}

}  // namespace exo37
