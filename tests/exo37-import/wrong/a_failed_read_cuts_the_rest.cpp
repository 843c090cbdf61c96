// Lets a read that fails end the parsing beside it.
// breaks: "When a read fails, the sink gets the rows of the whole lines"
// step: 2
// lesson: rows-thrown-away
#include <exo37-import/plain_import.hpp>

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

asio::awaitable<std::string> next_lines(Clerks clerks,
                                        std::shared_ptr<plain::Source> source) {
  co_return co_await asio::co_spawn(clerks, plain::read_lines(source),
                                    plain::until_done());
}

}  // namespace

asio::awaitable<void> import_file(Clerks clerks, Disk& disk, fs::path path,
                                  Parse parse, Sink sink) {
  const auto source = plain::source_of(disk, std::move(path));
  auto lines = co_await next_lines(clerks, source);
  while (!lines.empty())
    lines = co_await (next_lines(clerks, source) &&
                      digest(clerks, parse, std::move(lines), sink));
  co_await plain::throw_if_cancelled();
}

}  // namespace exo37
