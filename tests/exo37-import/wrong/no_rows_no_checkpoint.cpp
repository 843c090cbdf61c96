// Has nothing to save where the lines have given no rows.
// breaks: "which is at most `most_kept` bytes behind."
// step: 4
// lesson: begins-anew
#include "import.hpp"

#include <asio/awaitable.hpp>
#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/error.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/system_error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <cstdint>
#include <exception>
#include <memory>
#include <stdexcept>
#include <utility>

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
    const auto bytes = its.file->read(64 * 1024);
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

using Keep = std::function<asio::awaitable<void>(std::string, std::uint64_t)>;

asio::awaitable<std::string> make_rows(Parse parse, std::string lines) {
  co_return parse(std::move(lines));
}

asio::awaitable<void> digest(Clerks clerks, Parse parse, Piece piece,
                             const Keep& keep) {
  auto rows = co_await asio::co_spawn(
      clerks, make_rows(std::move(parse), std::move(piece.lines)),
      until_done());
  co_await keep(std::move(rows), piece.end);
}

asio::awaitable<void> pump(Clerks clerks, std::shared_ptr<Source> source,
                           Parse parse, const Keep& keep) {
  auto piece = co_await next(clerks, source);
  while (!piece.lines.empty())
    piece = co_await (next(clerks, source) &&
                      digest(clerks, parse, std::move(piece), keep));
  co_await throw_if_cancelled();
  if (piece.error) std::rethrow_exception(piece.error);
}

asio::awaitable<Checkpoint> go_back(Ledger& ledger) {
  const auto checkpoint = ledger.load();
  ledger.truncate(checkpoint.written);
  co_return checkpoint;
}

asio::awaitable<void> write(Ledger& ledger, std::string rows,
                            Checkpoint checkpoint) {
  if (rows.empty()) co_return;
  ledger.append(rows);
  ledger.sync();
  ledger.save(checkpoint);
}

}  // namespace

asio::awaitable<void> resume(Clerks clerks, Disk& disk, fs::path path,
                             Parse parse, Ledger& ledger) {
  auto done = co_await asio::co_spawn(clerks, go_back(ledger), until_done());
  const Keep keep = [&](std::string rows, std::uint64_t end) {
    done.read = end;
    done.written += rows.size();
    return asio::co_spawn(clerks, write(ledger, std::move(rows), done),
                          until_done());
  };
  co_await pump(clerks, source_of(disk, std::move(path), done.read),
                std::move(parse), keep);
}

}  // namespace exo37
