// Gives parse what each read gave.
// breaks: "`parse` gets each line once, whole and with its "\n""
// step: 2
// lesson: record-cut-in-two
#include <exo37-import/plain_import.hpp>

namespace exo37 {

namespace {

using namespace asio::experimental::awaitable_operators;

asio::awaitable<std::string> read_some(std::shared_ptr<plain::Source> source) {
  plain::Source& its = *source;
  if (!its.file) its.file = its.disk.open(its.path, its.from);
  co_return its.file->read(64 * 1024);
}

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
  auto piece = co_await plain::next(clerks, source, read_some);
  while (!piece.lines.empty())
    piece = co_await (plain::next(clerks, source, read_some) &&
                      digest(clerks, parse, std::move(piece.lines), sink));
  co_await plain::throw_if_cancelled();
  if (piece.error) std::rethrow_exception(piece.error);
}

}  // namespace exo37
