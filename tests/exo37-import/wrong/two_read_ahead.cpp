// Has two clerks read ahead in the same file.
// breaks: "Of a file, and of the ledger, too, there is one call at a time."
// step: 2
// lesson: two-at-once
#include <exo37-import/plain_import.hpp>
#include <tuple>

namespace exo37 {

namespace {

using namespace asio::experimental::awaitable_operators;

asio::awaitable<void> digest(Clerks clerks, Parse parse, std::string lines,
                             const Sink& sink) {
  auto rows = co_await asio::co_spawn(
      clerks, plain::make_rows(std::move(parse), std::move(lines)),
      plain::until_done());
  co_await sink(std::move(rows));
}

struct Two {
  plain::Piece first, second;
};

asio::awaitable<Two> next_two(Clerks clerks,
                              std::shared_ptr<plain::Source> source) {
  Two two;
  std::tie(two.first, two.second) =
      co_await (plain::next(clerks, source) && plain::next(clerks, source));
  co_return two;
}

}  // namespace

asio::awaitable<void> import_file(Clerks clerks, Disk& disk, fs::path path,
                                  Parse parse, Sink sink) {
  const auto source = plain::source_of(disk, std::move(path));
  source->at_once = 32 * 1024;
  auto piece = co_await plain::next(clerks, source);
  plain::Piece following;
  while (!piece.lines.empty()) {
    auto two =
        co_await (next_two(clerks, source) &&
                  digest(clerks, parse, piece.lines + following.lines, sink));
    piece = std::move(two.first);
    following = std::move(two.second);
  }
  co_await plain::throw_if_cancelled();
  if (piece.error) std::rethrow_exception(piece.error);
}

}  // namespace exo37
