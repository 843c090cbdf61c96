// The clerk who reads waits until the piece before is parsed.
// breaks: "No clerk is ever kept waiting for the office, or for another"
// step: 2
// lesson: clerk-kept-waiting
#include <exo37-import/plain_import.hpp>
#include <future>

namespace exo37 {

namespace {

using namespace asio::experimental::awaitable_operators;

asio::awaitable<std::string> read_when_parsed(
    std::shared_ptr<plain::Source> source, std::shared_future<void> parsed) {
  parsed.wait();
  co_return co_await plain::read_lines(source);
}

asio::awaitable<plain::Piece> next(Clerks clerks,
                                   std::shared_ptr<plain::Source> source,
                                   std::shared_future<void> parsed) {
  plain::Piece piece;
  try {
    piece.lines = co_await asio::co_spawn(
        clerks, read_when_parsed(source, parsed), plain::until_done());
    piece.end = source->from;
  } catch (...) {
    piece.error = std::current_exception();
  }
  co_return piece;
}

asio::awaitable<void> digest(Clerks clerks, Parse parse, std::string lines,
                             const Sink& sink, std::promise<void>& parsed) {
  auto rows = co_await asio::co_spawn(
      clerks, plain::make_rows(std::move(parse), std::move(lines)),
      plain::until_done());
  parsed.set_value();
  co_await sink(std::move(rows));
}

}  // namespace

asio::awaitable<void> import_file(Clerks clerks, Disk& disk, fs::path path,
                                  Parse parse, Sink sink) {
  const auto source = plain::source_of(disk, std::move(path));
  std::promise<void> parsed;
  parsed.set_value();
  auto piece = co_await next(clerks, source, parsed.get_future().share());
  while (!piece.lines.empty()) {
    parsed = std::promise<void>();
    piece =
        co_await (next(clerks, source, parsed.get_future().share()) &&
                  digest(clerks, parse, std::move(piece.lines), sink, parsed));
  }
  co_await plain::throw_if_cancelled();
  if (piece.error) std::rethrow_exception(piece.error);
}

}  // namespace exo37
