// Passes rows on when the next piece has been read.
// breaks: "What has been read is parsed and given to the sink, however long"
// step: 2
// lesson: held-back
#include <exo37-import/plain_import.hpp>

namespace exo37 {

namespace {

using namespace asio::experimental::awaitable_operators;

asio::awaitable<std::string> rows_of(Clerks clerks, Parse parse,
                                     std::string lines) {
  co_return co_await asio::co_spawn(
      clerks, plain::make_rows(std::move(parse), std::move(lines)),
      plain::until_done());
}

}  // namespace

asio::awaitable<void> import_file(Clerks clerks, Disk& disk, fs::path path,
                                  Parse parse, Sink sink) {
  const auto source = plain::source_of(disk, std::move(path));
  auto piece = co_await plain::next(clerks, source);
  while (!piece.lines.empty()) {
    auto [following, rows] =
        co_await (plain::next(clerks, source) &&
                  rows_of(clerks, parse, std::move(piece.lines)));
    co_await sink(std::move(rows));
    piece = std::move(following);
  }
  co_await plain::throw_if_cancelled();
  if (piece.error) std::rethrow_exception(piece.error);
}

}  // namespace exo37
