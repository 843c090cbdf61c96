#include "import.hpp"

#include <algorithm>
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
#include <string_view>
#include <utility>
#include <workbook/asio.hpp>

namespace exo37 {

namespace {

using namespace asio::experimental::awaitable_operators;

// How to await a clerk: as in exo35, a clerk at work is not told of a
// cancellation, since nobody can interrupt him. Whoever awaits him learns of it
// at the next co_await.
auto until_done() {
  return asio::bind_cancellation_slot(asio::cancellation_slot(),
                                      asio::use_awaitable);
}

// The last co_await may have been such a one: then nobody has learned of it.
// The next one would be too late for a sink that begins when it is called, and
// not when it is awaited.
asio::awaitable<void> throw_if_cancelled() {
  const auto state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none)
    throw asio::system_error(asio::error::operation_aborted);
}

// A file on its way through memory. One clerk at a time has it.
struct Source {
  Source(Disk& disk, fs::path path, std::uint64_t from = 0)
      : disk(disk), path(std::move(path)), from(from) {}

  Disk& disk;
  const fs::path path;
  std::uint64_t from;
  std::unique_ptr<File> file;
  std::string rest;  // read, and no whole line yet
};

// Whole lines, and where they end in the file; none at the end, or when a read
// has failed.
struct Piece {
  std::string lines;
  std::uint64_t end = 0;
  std::exception_ptr error;
};

// Work for a clerk: reads until there is a whole line, at least. It shares the
// source: should the office be destroyed meanwhile, the clerk still has it.
asio::awaitable<Piece> read_lines(std::shared_ptr<Source> source) {
  Source& its = *source;
  if (!its.file) its.file = its.disk.open(its.path, its.from);
  Piece piece;
  piece.lines = std::exchange(its.rest, "");
  for (;;) {
    const auto bytes = its.file->read(64 * 1024);
    const auto end_of_line = bytes.rfind('\n');
    if (bytes.empty()) break;  // what is left is the last line
    if (end_of_line != bytes.npos) {
      piece.lines.append(bytes, 0, end_of_line + 1);
      its.rest = bytes.substr(end_of_line + 1);
      break;
    }
    piece.lines += bytes;
    if (piece.lines.size() > longest_line)
      throw std::length_error(its.path.string() + ": a line is too long");
  }
  its.from += piece.lines.size();
  piece.end = its.from;
  co_return piece;
}

// Never throws: an error waits in the piece for its turn, behind the pieces
// that were read before it.
asio::awaitable<Piece> next(Clerks clerks, std::shared_ptr<Source> source) {
  Piece failed;
  try {
    co_return co_await asio::co_spawn(clerks, read_lines(std::move(source)),
                                      until_done());
  } catch (...) {
    failed.error = std::current_exception();
  }
  co_return failed;
}

}  // namespace

asio::awaitable<void> each_line(Clerks clerks, Disk& disk, fs::path path,
                                Sink sink) {
  const auto source = std::make_shared<Source>(disk, std::move(path));
  auto piece = co_await next(clerks, source);
  while (!piece.lines.empty()) {
    for (std::size_t begin = 0; begin < piece.lines.size();) {
      const auto end =
          std::min(piece.lines.find('\n', begin), piece.lines.size());
      co_await throw_if_cancelled();
      co_await sink(piece.lines.substr(begin, end - begin));
      begin = end + 1;
    }
    piece = co_await next(clerks, source);
  }
  co_await throw_if_cancelled();
  if (piece.error) std::rethrow_exception(piece.error);
}

namespace {

// What becomes of the rows of a piece that ends there in the file.
using Keep =
    std::function<asio::awaitable<void>(std::string rows, std::uint64_t end)>;

asio::awaitable<std::string> make_rows(Parse parse, std::string lines) {
  co_return parse(std::move(lines));
}

asio::awaitable<void> digest(Clerks clerks, Parse parse, Piece piece,
                             const Keep& keep) {
  auto rows = co_await asio::co_spawn(
      clerks, make_rows(std::move(parse), std::move(piece.lines)),
      until_done());
  co_await throw_if_cancelled();
  co_await keep(std::move(rows), piece.end);
}

// Reads one piece while the piece before is parsed and kept: two are in memory,
// however long the file. More would help only where reading and parsing take
// turns at being slow. Both are in one && so that neither outlives the other.
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
  co_await pump(clerks, std::make_shared<Source>(disk, std::move(path)),
                std::move(parse), keep);
}

namespace {

// What the importers share. All of them run in the office, one at a time.
struct Night {
  Night(const asio::any_io_executor& office, std::vector<fs::path> paths,
        Sink sink)
      : paths(std::move(paths)),
        errors(this->paths.size()),
        sink(std::move(sink)),
        bell(office, asio::steady_timer::time_point::max()) {}

  const std::vector<fs::path> paths;
  std::vector<std::string> errors;
  std::size_t next = 0;
  const Sink sink;
  bool sink_taken = false;
  asio::steady_timer bell;  // rings, by its cancellation, when the sink is free
};

// Between two awaits nobody else runs in the office: a flag is lock enough. On
// a pool of threads it would take a strand.
asio::awaitable<void> in_turn(Night& night, std::string rows) {
  while (night.sink_taken)
    co_await night.bell.async_wait(asio::as_tuple(asio::use_awaitable));
  struct Turn {
    explicit Turn(Night& night) : night(night) { night.sink_taken = true; }
    ~Turn() {
      night.sink_taken = false;
      night.bell.cancel();
    }
    Night& night;
  } const turn(night);
  co_await night.sink(std::move(rows));
}

// Imports one file after another until none is left, as in exo35.
asio::awaitable<void> importer(Clerks clerks, Disk& disk, Parse parse,
                               Night& night) {
  const Sink sink = [&](std::string rows) {
    return in_turn(night, std::move(rows));
  };
  while (night.next < night.paths.size()) {
    const auto mine = night.next++;
    auto& error = night.errors[mine];
    try {
      co_await import_file(clerks, disk, night.paths[mine], parse, sink);
    } catch (const std::exception& thrown) {
      error = thrown.what();
      if (error.empty()) error = "it has failed, and does not say why";
    } catch (...) {
      error = "it has failed with something that is no std::exception";
    }
    // A cancellation is not one more bad file.
    co_await throw_if_cancelled();
  }
}

asio::awaitable<void> importers(Clerks clerks, Disk& disk, Parse parse,
                                Night& night, std::size_t how_many) {
  if (how_many > 1)
    co_await (importers(clerks, disk, parse, night, how_many / 2) &&
              importers(clerks, disk, parse, night, how_many - how_many / 2));
  else if (how_many == 1)
    co_await importer(clerks, disk, parse, night);
}

}  // namespace

asio::awaitable<std::vector<std::string>> import_all(
    Clerks clerks, Disk& disk, std::vector<fs::path> paths, Parse parse,
    Sink sink, std::size_t limit) {
  Night night(co_await asio::this_coro::executor, std::move(paths),
              std::move(sink));
  const auto how_many = std::min(limit, night.paths.size());
  try {
    co_await importers(clerks, disk, parse, night, how_many);
  } catch (const asio::multiple_exceptions&) {
    // Cancelled, all of them end with the same error.
    throw asio::system_error(asio::error::operation_aborted);
  }
  co_return std::move(night.errors);
}

namespace {

// What a crash has left behind the checkpoint is not known to be whole: it goes
// away, and is read again.
asio::awaitable<Checkpoint> go_back(Ledger& ledger) {
  const auto checkpoint = ledger.load();
  ledger.truncate(checkpoint.written);
  co_return checkpoint;
}

// The order is everything. A checkpoint before its rows are safe would lose
// them; rows without a checkpoint are only written again.
asio::awaitable<void> write(Ledger& ledger, std::string rows,
                            Checkpoint checkpoint) {
  ledger.append(rows);
  ledger.sync();
  ledger.save(checkpoint);
  co_return;
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
  co_await pump(clerks,
                std::make_shared<Source>(disk, std::move(path), done.read),
                std::move(parse), keep);
}

}  // namespace exo37
