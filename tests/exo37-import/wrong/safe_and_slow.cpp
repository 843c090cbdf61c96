// Writes, syncs and saves each piece before it reads the next.
// breaks: "While lines are parsed, the next ones are still read."
// step: 4
// lesson: read-then-parse
#include <exo37-import/plain_import.hpp>

namespace exo37 {

namespace {

asio::awaitable<void> pump(Clerks clerks, std::shared_ptr<plain::Source> source,
                           Parse parse, const plain::Keep& keep) {
  auto piece = co_await plain::next(clerks, source);
  while (!piece.lines.empty()) {
    co_await plain::digest(clerks, parse, std::move(piece), keep);
    piece = co_await plain::next(clerks, source);
  }
  co_await plain::throw_if_cancelled();
  if (piece.error) std::rethrow_exception(piece.error);
}

}  // namespace

asio::awaitable<void> resume(Clerks clerks, Disk& disk, fs::path path,
                             Parse parse, Ledger& ledger) {
  return plain::resume(clerks, disk, std::move(path), std::move(parse), ledger,
                       plain::go_back, plain::write, pump);
}

}  // namespace exo37
