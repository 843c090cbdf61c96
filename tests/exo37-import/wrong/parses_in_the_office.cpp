// Reads with a clerk, and parses on its own thread.
// breaks: "Every call of the disk, of the ledger and of `parse` is made by a"
// step: 2
// lesson: parses-on-the-loop
#include <exo37-import/plain_import.hpp>

namespace exo37 {

namespace {

using namespace asio::experimental::awaitable_operators;

asio::awaitable<void> digest(Parse parse, std::string lines, const Sink& sink) {
  auto rows = parse(std::move(lines));
  co_await sink(std::move(rows));
}

}  // namespace

asio::awaitable<void> import_file(Clerks clerks, Disk& disk, fs::path path,
                                  Parse parse, Sink sink) {
  const auto source = plain::source_of(disk, std::move(path));
  auto piece = co_await plain::next(clerks, source);
  while (!piece.lines.empty())
    piece = co_await (plain::next(clerks, source) &&
                      digest(parse, std::move(piece.lines), sink));
  co_await plain::throw_if_cancelled();
  if (piece.error) std::rethrow_exception(piece.error);
}

}  // namespace exo37
