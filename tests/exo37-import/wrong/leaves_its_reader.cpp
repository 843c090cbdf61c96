// When parsing fails, it does not wait for the read that it has begun.
// breaks: "When they end, no clerk is at work for them"
// step: 2
// lesson: left-behind
#include <asio/detached.hpp>
#include <asio/steady_timer.hpp>
#include <exo37-import/plain_import.hpp>
#include <optional>
#include <workbook/asio.hpp>

namespace exo37 {

namespace {

asio::awaitable<void> digest(Clerks clerks, Parse parse, std::string lines,
                             const Sink& sink) {
  auto rows = co_await asio::co_spawn(
      clerks, plain::make_rows(std::move(parse), std::move(lines)),
      plain::until_done());
  co_await sink(std::move(rows));
}

// The next piece, on its way.
struct Ahead {
  explicit Ahead(const asio::any_io_executor& office)
      : bell(office, asio::steady_timer::time_point::max()) {}
  std::optional<plain::Piece> piece;
  asio::steady_timer bell;
};

asio::awaitable<void> fetch(Clerks clerks,
                            std::shared_ptr<plain::Source> source,
                            std::shared_ptr<Ahead> ahead) {
  ahead->piece = co_await plain::next(clerks, source);
  ahead->bell.cancel();
}

}  // namespace

asio::awaitable<void> import_file(Clerks clerks, Disk& disk, fs::path path,
                                  Parse parse, Sink sink) {
  const auto office = co_await asio::this_coro::executor;
  const auto source = plain::source_of(disk, std::move(path));
  auto piece = co_await plain::next(clerks, source);
  while (!piece.lines.empty()) {
    const auto ahead = std::make_shared<Ahead>(office);
    asio::co_spawn(office, fetch(clerks, source, ahead), asio::detached);
    co_await digest(clerks, parse, std::move(piece.lines), sink);
    while (!ahead->piece)
      co_await ahead->bell.async_wait(asio::as_tuple(asio::use_awaitable));
    piece = std::move(*ahead->piece);
  }
  co_await plain::throw_if_cancelled();
  if (piece.error) std::rethrow_exception(piece.error);
}

}  // namespace exo37
