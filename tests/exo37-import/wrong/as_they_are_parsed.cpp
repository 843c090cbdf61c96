// Parses two pieces at a time, and passes on what is ready.
// breaks: "The rows come to the sink in the order of the file."
// step: 2
// lesson: order-lost
#include <asio/steady_timer.hpp>
#include <exo37-import/plain_import.hpp>
#include <workbook/asio.hpp>

namespace exo37 {

namespace {

using namespace asio::experimental::awaitable_operators;

struct Turn {
  explicit Turn(const asio::any_io_executor& office)
      : bell(office, asio::steady_timer::time_point::max()) {}
  bool reads = false, gives = false;
  int parsing = 0;
  std::exception_ptr error;
  bool at_end = false;
  asio::steady_timer bell;
};

// Three of these: one reads while two parse.
asio::awaitable<void> worker(Clerks clerks,
                             std::shared_ptr<plain::Source> source, Parse parse,
                             const Sink& sink, Turn& turn) {
  for (;;) {
    while (turn.reads)
      co_await turn.bell.async_wait(asio::as_tuple(asio::use_awaitable));
    if (turn.at_end) co_return;
    turn.reads = true;
    auto piece = co_await plain::next(clerks, source);
    turn.reads = false;
    turn.bell.cancel();
    if (piece.lines.empty()) {
      turn.at_end = true;
      turn.error = piece.error;
      co_return;
    }
    while (turn.parsing == 2)
      co_await turn.bell.async_wait(asio::as_tuple(asio::use_awaitable));
    ++turn.parsing;
    auto rows = co_await asio::co_spawn(
        clerks, plain::make_rows(parse, std::move(piece.lines)),
        plain::until_done());
    --turn.parsing;
    turn.bell.cancel();
    while (turn.gives)
      co_await turn.bell.async_wait(asio::as_tuple(asio::use_awaitable));
    turn.gives = true;
    co_await sink(std::move(rows));
    turn.gives = false;
    turn.bell.cancel();
  }
}

}  // namespace

asio::awaitable<void> import_file(Clerks clerks, Disk& disk, fs::path path,
                                  Parse parse, Sink sink) {
  const auto source = plain::source_of(disk, std::move(path));
  source->at_once = 16 * 1024;
  Turn turn(co_await asio::this_coro::executor);
  co_await (worker(clerks, source, parse, sink, turn) &&
            worker(clerks, source, parse, sink, turn) &&
            worker(clerks, source, parse, sink, turn));
  co_await plain::throw_if_cancelled();
  if (turn.error) std::rethrow_exception(turn.error);
}

}  // namespace exo37
