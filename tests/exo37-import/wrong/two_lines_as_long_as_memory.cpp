// Allows a line as long as memory, while the one before it is there.
// breaks: "No more than `most_kept` bytes of a file are kept."
// step: 2
// lesson: whole-file-in-memory
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
    if (lines.size() > most_kept - 64 * 1024)
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

}  // namespace

asio::awaitable<void> import_file(Clerks clerks, Disk& disk, fs::path path,
                                  Parse parse, Sink sink) {
  const Keep keep = [&](std::string rows, std::uint64_t) {
    return sink(std::move(rows));
  };
  co_await pump(clerks, source_of(disk, std::move(path)), std::move(parse),
                keep);
}

}  // namespace exo37
