// Parses two pieces at a time; each waits for the one before it.
#include "import.hpp"

#include <algorithm>
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

asio::awaitable<void> give_lines(const std::string& lines, const Sink& sink) {
  for (std::size_t begin = 0; begin < lines.size();) {
    const auto end = std::min(lines.find('\n', begin), lines.size());
    co_await throw_if_cancelled();
    co_await sink(lines.substr(begin, end - begin));
    begin = end + 1;
  }
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

// Pieces in their order: who reads, and whose turn it is to pass rows on.
struct Belt {
  explicit Belt(const asio::any_io_executor& office)
      : bell(office, asio::steady_timer::time_point::max()) {}
  bool reads = false, at_end = false;
  std::size_t next = 0, turn = 0;
  int parsing = 0;
  std::exception_ptr error;
  asio::steady_timer bell;
};

// One of three: one reads while two parse. The first failure in the order of
// the file is kept, and ends all three.
asio::awaitable<void> hand(Clerks clerks, std::shared_ptr<Source> source,
                           Parse parse, const Keep& keep, Belt& belt) {
  for (;;) {
    while (belt.reads)
      co_await belt.bell.async_wait(asio::as_tuple(asio::use_awaitable));
    if (belt.at_end || belt.error) co_return;
    belt.reads = true;
    auto piece = co_await next(clerks, source);
    belt.reads = false;
    const auto mine = belt.next++;
    const bool at_end = piece.lines.empty();
    belt.at_end = at_end;
    belt.bell.cancel();
    auto error = piece.error;
    std::string rows;
    if (!at_end) {
      while (belt.parsing == 2)
        co_await belt.bell.async_wait(asio::as_tuple(asio::use_awaitable));
      ++belt.parsing;
      try {
        rows = co_await asio::co_spawn(
            clerks, make_rows(parse, std::move(piece.lines)), until_done());
      } catch (...) {
        error = std::current_exception();
      }
      --belt.parsing;
      belt.bell.cancel();
    }
    while (belt.turn != mine && !belt.error)
      co_await belt.bell.async_wait(asio::as_tuple(asio::use_awaitable));
    if (!belt.error && !error && !at_end) {
      try {
        co_await throw_if_cancelled();
        co_await keep(std::move(rows), piece.end);
      } catch (...) {
        error = std::current_exception();
      }
    }
    ++belt.turn;
    if (error && !belt.error) belt.error = error;
    belt.bell.cancel();
  }
}

asio::awaitable<void> pump(Clerks clerks, std::shared_ptr<Source> source,
                           Parse parse, const Keep& keep) {
  Belt belt(co_await asio::this_coro::executor);
  try {
    co_await (hand(clerks, source, parse, keep, belt) &&
              hand(clerks, source, parse, keep, belt) &&
              hand(clerks, source, parse, keep, belt));
  } catch (const asio::multiple_exceptions&) {
    throw asio::system_error(asio::error::operation_aborted);
  }
  co_await throw_if_cancelled();
  if (belt.error) std::rethrow_exception(belt.error);
}

asio::awaitable<Checkpoint> go_back(Ledger& ledger) {
  const auto checkpoint = ledger.load();
  ledger.truncate(checkpoint.written);
  co_return checkpoint;
}

asio::awaitable<void> write(Ledger& ledger, std::string rows,
                            Checkpoint checkpoint) {
  ledger.append(rows);
  ledger.sync();
  ledger.save(checkpoint);
  co_return;
}

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
  asio::steady_timer bell;
};

struct Turn {
  explicit Turn(Night& night) : night(night) { night.sink_taken = true; }
  ~Turn() {
    night.sink_taken = false;
    night.bell.cancel();
  }
  Night& night;
};

asio::awaitable<void> in_turn(Night& night, std::string rows) {
  while (night.sink_taken)
    co_await night.bell.async_wait(asio::as_tuple(asio::use_awaitable));
  const Turn turn(night);
  co_await throw_if_cancelled();
  co_await night.sink(std::move(rows));
}

asio::awaitable<void> import_one(Clerks clerks, Disk& disk, Parse parse,
                                 Night& night, std::size_t mine) {
  auto& error = night.errors[mine];
  const Sink sink = [&](std::string rows) {
    return in_turn(night, std::move(rows));
  };
  try {
    co_await import_file(clerks, disk, night.paths[mine], parse, sink);
  } catch (const std::exception& thrown) {
    error = thrown.what();
  } catch (...) {
    error = "it has failed";
  }
  co_await throw_if_cancelled();
}

asio::awaitable<void> importer(Clerks clerks, Disk& disk, Parse parse,
                               Night& night) {
  while (night.next < night.paths.size())
    co_await import_one(clerks, disk, parse, night, night.next++);
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

asio::awaitable<void> each_line(Clerks clerks, Disk& disk, fs::path path,
                                Sink sink) {
  const auto source = source_of(disk, std::move(path));
  for (;;) {
    const auto lines =
        co_await asio::co_spawn(clerks, read_lines(source), until_done());
    if (lines.empty()) break;
    co_await give_lines(lines, sink);
  }
  co_await throw_if_cancelled();
}

asio::awaitable<void> import_file(Clerks clerks, Disk& disk, fs::path path,
                                  Parse parse, Sink sink) {
  const Keep keep = [&](std::string rows, std::uint64_t) {
    return sink(std::move(rows));
  };
  co_await pump(clerks, source_of(disk, std::move(path)), std::move(parse),
                keep);
}

asio::awaitable<std::vector<std::string>> import_all(
    Clerks clerks, Disk& disk, std::vector<fs::path> paths, Parse parse,
    Sink sink, std::size_t limit) {
  Night night(co_await asio::this_coro::executor, std::move(paths),
              std::move(sink));
  const auto how_many = std::min(limit, night.paths.size());
  try {
    co_await importers(clerks, disk, parse, night, how_many);
  } catch (const asio::multiple_exceptions&) {
    throw asio::system_error(asio::error::operation_aborted);
  }
  co_return std::move(night.errors);
}

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
