// Lets a read that fails end the parsing beside it.
// breaks: "When a read fails, the sink gets the rows of the whole lines"
// step: 2
// lesson: rows-thrown-away
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

asio::awaitable<std::string> make_rows(Parse parse, std::string lines) {
  co_return parse(std::move(lines));
}

asio::awaitable<void> digest(Clerks clerks, Parse parse, std::string lines,
                             const Sink& sink) {
  auto rows = co_await asio::co_spawn(
      clerks, make_rows(std::move(parse), std::move(lines)), until_done());
  co_await sink(std::move(rows));
}

asio::awaitable<std::string> next(Clerks clerks,
                                  std::shared_ptr<Source> source) {
  co_return co_await asio::co_spawn(clerks, read_lines(source), until_done());
}

}  // namespace

asio::awaitable<void> import_file(Clerks clerks, Disk& disk, fs::path path,
                                  Parse parse, Sink sink) {
  const auto source = source_of(disk, std::move(path));
  auto lines = co_await next(clerks, source);
  while (!lines.empty())
    lines = co_await (next(clerks, source) &&
                      digest(clerks, parse, std::move(lines), sink));
  co_await throw_if_cancelled();
}

}  // namespace exo37
