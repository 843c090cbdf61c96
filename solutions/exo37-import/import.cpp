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

// A file on its way through memory. One clerk at a time has it; between two of
// his works, the office may look into it.
struct Source {
  Source(Disk& disk, fs::path path, std::uint64_t from = 0)
      : disk(disk), path(std::move(path)), from(from) {}

  Disk& disk;
  const fs::path path;
  std::uint64_t from;  // where the lines end that were read last
  std::unique_ptr<File> file;
  std::string rest;  // read, and no whole line yet
  std::exception_ptr error;
};

// Work for a clerk: reads until there is a whole line, at least; "" is the end.
// It shares the source: should the office be destroyed meanwhile, the clerk
// still has it.
asio::awaitable<std::string> read_lines(std::shared_ptr<Source> source) {
  Source& its = *source;
  if (!its.file) its.file = its.disk.open(its.path, its.from);
  auto lines = std::exchange(its.rest, "");
  for (;;) {
    const auto bytes = its.file->read(64 * 1024);
    const auto end_of_line = bytes.rfind('\n');
    if (bytes.empty()) break;  // what is left is the last line
    if (end_of_line != bytes.npos) {
      lines.append(bytes, 0, end_of_line + 1);
      its.rest = bytes.substr(end_of_line + 1);
      break;
    }
    lines += bytes;
    if (lines.size() > longest_line)
      throw std::length_error(its.path.string() + ": a line is too long");
  }
  its.from += lines.size();
  co_return lines;
}

// Never throws: an error is an end, and waits in the source for its turn,
// behind the lines that were read before it.
asio::awaitable<std::string> next(Clerks clerks,
                                  std::shared_ptr<Source> source) {
  try {
    co_return co_await asio::co_spawn(clerks, read_lines(source), until_done());
  } catch (...) {
    source->error = std::current_exception();
  }
  co_return "";
}

}  // namespace

asio::awaitable<void> each_line(Clerks clerks, Disk& disk, fs::path path,
                                Sink sink) {
  const auto source = std::make_shared<Source>(disk, std::move(path));
  auto lines = co_await next(clerks, source);
  while (!lines.empty()) {
    for (std::size_t begin = 0; begin < lines.size();) {
      const auto end = std::min(lines.find('\n', begin), lines.size());
      co_await throw_if_cancelled();
      co_await sink(lines.substr(begin, end - begin));
      begin = end + 1;
    }
    lines = co_await next(clerks, source);
  }
  co_await throw_if_cancelled();
  if (source->error) std::rethrow_exception(source->error);
}

namespace {

// What becomes of the rows of lines that end there in the file.
using Keep =
    std::function<asio::awaitable<void>(std::string rows, std::uint64_t end)>;

asio::awaitable<std::string> make_rows(Parse parse, std::string lines) {
  co_return parse(std::move(lines));
}

asio::awaitable<void> digest(Clerks clerks, Parse parse, std::string lines,
                             std::uint64_t end, const Keep& keep) {
  auto rows = co_await asio::co_spawn(
      clerks, make_rows(std::move(parse), std::move(lines)), until_done());
  co_await throw_if_cancelled();
  co_await keep(std::move(rows), end);
}

// Reads lines while the lines before are parsed and kept: two pieces are in
// memory, however long the file. More would help only where reading and parsing
// take turns at being slow. Both are in one && so that neither outlives the
// other; what they are given is copied before either begins.
asio::awaitable<void> pump(Clerks clerks, std::shared_ptr<Source> source,
                           Parse parse, const Keep& keep) {
  auto lines = co_await next(clerks, source);
  while (!lines.empty())
    lines =
        co_await (next(clerks, source) &&
                  digest(clerks, parse, std::move(lines), source->from, keep));
  co_await throw_if_cancelled();
  if (source->error) std::rethrow_exception(source->error);
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
  co_await throw_if_cancelled();
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

// A ledger on its way. One clerk at a time has it, as with a source.
struct Book {
  Ledger& ledger;
  Checkpoint done;
};

// What a crash has left behind the checkpoint is not known to be whole: it goes
// away, and is read again.
asio::awaitable<void> go_back(std::shared_ptr<Book> book) {
  book->done = book->ledger.load();
  book->ledger.truncate(book->done.written);
  co_return;
}

// The order is everything. A checkpoint before its rows are safe would lose
// them; rows without a checkpoint are only written again.
asio::awaitable<void> write(std::shared_ptr<Book> book, std::string rows,
                            std::uint64_t end) {
  book->ledger.append(rows);
  book->ledger.sync();
  book->done = {end, book->done.written + rows.size()};
  book->ledger.save(book->done);
  co_return;
}

}  // namespace

asio::awaitable<void> resume(Clerks clerks, Disk& disk, fs::path path,
                             Parse parse, Ledger& ledger) {
  const auto book = std::make_shared<Book>(Book{ledger, {}});
  co_await asio::co_spawn(clerks, go_back(book), until_done());
  const Keep keep = [&](std::string rows, std::uint64_t end) {
    return asio::co_spawn(clerks, write(book, std::move(rows), end),
                          until_done());
  };
  co_await pump(
      clerks, std::make_shared<Source>(disk, std::move(path), book->done.read),
      std::move(parse), keep);
}

}  // namespace exo37
