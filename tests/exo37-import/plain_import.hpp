// For wrong answers: each_line(), import() and resume() that are right, in
// pieces. Each answer writes one piece, or what joins them, in its own way.
//
//   namespace {
//   asio::awaitable<Checkpoint> go_back(Ledger& ledger) {
//     ledger.truncate(0);
//     co_return Checkpoint();
//   }
//   }  // namespace
//
//   asio::awaitable<void> resume(Clerks clerks, Disk& disk, fs::path path,
//                                Parse parse, Ledger& ledger) {
//     return plain::resume(clerks, disk, path, parse, ledger, go_back);
//   }
#pragma once

#include <algorithm>
#include <asio/awaitable.hpp>
#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/error.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/system_error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include "import.hpp"

namespace exo37::plain {

using namespace asio::experimental::awaitable_operators;

// A clerk at work is not told of a cancellation.
inline auto until_done() {
  return asio::bind_cancellation_slot(asio::cancellation_slot(),
                                      asio::use_awaitable);
}

inline asio::awaitable<void> throw_if_cancelled() {
  const auto state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none)
    throw asio::system_error(asio::error::operation_aborted);
}

// A file on its way through memory.
struct Source {
  Disk& disk;
  fs::path path;
  std::uint64_t from = 0;
  std::unique_ptr<File> file;
  std::string rest;
  std::size_t at_once = 64 * 1024;
  std::size_t longest = longest_line;
};

inline std::shared_ptr<Source> source_of(Disk& disk, fs::path path,
                                         std::uint64_t from = 0) {
  return std::shared_ptr<Source>(
      new Source{disk, std::move(path), from, nullptr, {}});
}

// Work for a clerk: whole lines, or "" at the end.
inline asio::awaitable<std::string> read_lines(std::shared_ptr<Source> source) {
  Source& its = *source;
  if (!its.file) its.file = its.disk.open(its.path, its.from);
  auto lines = std::exchange(its.rest, "");
  for (;;) {
    const auto bytes = its.file->read(its.at_once);
    const auto end = bytes.rfind('\n');
    if (bytes.empty()) break;
    if (end != bytes.npos) {
      lines.append(bytes, 0, end + 1);
      its.rest = bytes.substr(end + 1);
      break;
    }
    lines += bytes;
    if (lines.size() > its.longest)
      throw std::length_error(its.path.string() + ": a line is too long");
  }
  its.from += lines.size();
  co_return lines;
}

inline asio::awaitable<void> give_lines(const std::string& lines,
                                        const Sink& sink) {
  for (std::size_t begin = 0; begin < lines.size();) {
    const auto end = std::min(lines.find('\n', begin), lines.size());
    // A sink may begin when it is called, before co_await would throw.
    co_await throw_if_cancelled();
    co_await sink(lines.substr(begin, end - begin));
    begin = end + 1;
  }
}

using ReadLines =
    asio::awaitable<std::string> (*)(std::shared_ptr<Source> source);
using GiveLines = asio::awaitable<void> (*)(const std::string& lines,
                                            const Sink& sink);

inline asio::awaitable<void> each_line(Clerks clerks, Disk& disk, fs::path path,
                                       Sink sink, ReadLines read = read_lines,
                                       GiveLines give = give_lines) {
  const auto source = source_of(disk, std::move(path));
  for (;;) {
    const auto lines =
        co_await asio::co_spawn(clerks, read(source), until_done());
    if (lines.empty()) break;
    co_await give(lines, sink);
  }
  co_await throw_if_cancelled();
}

// Lines and where they end in the file; or none, and perhaps an error, which
// must not overtake the lines before it.
struct Piece {
  std::string lines;
  std::uint64_t end = 0;
  std::exception_ptr error;
};

inline asio::awaitable<Piece> next(Clerks clerks,
                                   std::shared_ptr<Source> source,
                                   ReadLines read = read_lines) {
  Piece piece;
  try {
    piece.lines = co_await asio::co_spawn(clerks, read(source), until_done());
    piece.end = source->from;
  } catch (...) {
    piece.error = std::current_exception();
  }
  co_return piece;
}

// What becomes of the rows of lines that end there in the file.
using Keep = std::function<asio::awaitable<void>(std::string, std::uint64_t)>;

inline asio::awaitable<std::string> make_rows(Parse parse, std::string lines) {
  co_return parse(std::move(lines));
}

inline asio::awaitable<void> digest(Clerks clerks, Parse parse, Piece piece,
                                    const Keep& keep) {
  auto rows = co_await asio::co_spawn(
      clerks, make_rows(std::move(parse), std::move(piece.lines)),
      until_done());
  co_await throw_if_cancelled();
  co_await keep(std::move(rows), piece.end);
}

// Reads the next piece while the one before is digested.
inline asio::awaitable<void> pump(Clerks clerks, std::shared_ptr<Source> source,
                                  Parse parse, const Keep& keep) {
  auto piece = co_await next(clerks, source);
  while (!piece.lines.empty())
    piece = co_await (next(clerks, source) &&
                      digest(clerks, parse, std::move(piece), keep));
  co_await throw_if_cancelled();
  if (piece.error) std::rethrow_exception(piece.error);
}

inline asio::awaitable<Checkpoint> go_back(Ledger& ledger) {
  const auto checkpoint = ledger.load();
  ledger.truncate(checkpoint.written);
  co_return checkpoint;
}

inline asio::awaitable<void> write(Ledger& ledger, std::string rows,
                                   Checkpoint checkpoint) {
  ledger.append(rows);
  ledger.sync();
  ledger.save(checkpoint);
  co_return;
}

using GoBack = asio::awaitable<Checkpoint> (*)(Ledger& ledger);
using Write = asio::awaitable<void> (*)(Ledger& ledger, std::string rows,
                                        Checkpoint checkpoint);
using Pump = asio::awaitable<void> (*)(Clerks clerks,
                                       std::shared_ptr<Source> source,
                                       Parse parse, const Keep& keep);

inline asio::awaitable<void> resume(Clerks clerks, Disk& disk, fs::path path,
                                    Parse parse, Ledger& ledger,
                                    GoBack back = go_back, Write put = write,
                                    Pump all = pump) {
  auto done = co_await asio::co_spawn(clerks, back(ledger), until_done());
  const Keep keep = [&](std::string rows, std::uint64_t end) {
    done.read = end;
    done.written += rows.size();
    return asio::co_spawn(clerks, put(ledger, std::move(rows), done),
                          until_done());
  };
  co_await all(clerks, source_of(disk, std::move(path), done.read),
               std::move(parse), keep);
}

}  // namespace exo37::plain
