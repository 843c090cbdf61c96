// Parses two pieces at a time, and passes on what is ready.
// breaks: "The rows come to the sink in the order of the file."
// step: 2
// lesson: order-lost
#include "import.hpp"

#include <asio/awaitable.hpp>
#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/error.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/steady_timer.hpp>
#include <asio/system_error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <cstdint>
#include <exception>
#include <memory>
#include <stdexcept>
#include <utility>
#include <workbook/asio.hpp>

namespace exo37 {

namespace {

using namespace asio::experimental::awaitable_operators;

auto until_done() {
  return asio::bind_cancellation_slot(asio::cancellation_slot(),
                                      asio::use_awaitable);
}

asio::awaitable<void> throw_if_cancelled() {
  const auto state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none)
    throw asio::system_error(asio::error::operation_aborted);
}

struct Source {
  Disk& disk;
  fs::path path;
  std::uint64_t from = 0;
  std::unique_ptr<File> file;
  std::string rest;
};

std::shared_ptr<Source> source_of(Disk& disk, fs::path path,
                                  std::uint64_t from = 0) {
  return std::shared_ptr<Source>(
      new Source{disk, std::move(path), from, nullptr, ""});
}

// Whole lines, or "" at the end.
asio::awaitable<std::string> read_lines(std::shared_ptr<Source> source) {
  Source& its = *source;
  if (!its.file) its.file = its.disk.open(its.path, its.from);
  auto lines = std::exchange(its.rest, "");
  for (;;) {
    const auto bytes = its.file->read(16 * 1024);
    const auto end = bytes.rfind('\n');
    if (bytes.empty()) break;
    if (end != bytes.npos) {
      lines.append(bytes, 0, end + 1);
      its.rest = bytes.substr(end + 1);
      break;
    }
    lines += bytes;
    if (lines.size() > longest_line)
      throw std::length_error(its.path.string() + ": a line is too long");
  }
  its.from += lines.size();
  co_return lines;
}

struct Piece {
  std::string lines;
  std::uint64_t end = 0;
  std::exception_ptr error;
};

asio::awaitable<Piece> next(Clerks clerks, std::shared_ptr<Source> source) {
  Piece piece;
  try {
    piece.lines =
        co_await asio::co_spawn(clerks, read_lines(source), until_done());
    piece.end = source->from;
  } catch (...) {
    piece.error = std::current_exception();
  }
  co_return piece;
}

asio::awaitable<std::string> make_rows(Parse parse, std::string lines) {
  co_return parse(std::move(lines));
}

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
asio::awaitable<void> worker(Clerks clerks, std::shared_ptr<Source> source,
                             Parse parse, const Sink& sink, Turn& turn) {
  for (;;) {
    while (turn.reads)
      co_await turn.bell.async_wait(asio::as_tuple(asio::use_awaitable));
    if (turn.at_end) co_return;
    turn.reads = true;
    auto piece = co_await next(clerks, source);
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
        clerks, make_rows(parse, std::move(piece.lines)), until_done());
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
  const auto source = source_of(disk, std::move(path));
  Turn turn(co_await asio::this_coro::executor);
  co_await (worker(clerks, source, parse, sink, turn) &&
            worker(clerks, source, parse, sink, turn) &&
            worker(clerks, source, parse, sink, turn));
  co_await throw_if_cancelled();
  if (turn.error) std::rethrow_exception(turn.error);
}

}  // namespace exo37
