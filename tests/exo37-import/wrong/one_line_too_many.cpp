// Splits at each "\n", and finds a line behind the last one.
// breaks: "behind a last "\n" there is no line."
// step: 1
// lesson: last-line-lost
#include "import.hpp"

#include <algorithm>
#include <asio/awaitable.hpp>
#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/error.hpp>
#include <asio/system_error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <utility>

namespace exo37 {

namespace {

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

asio::awaitable<void> give_lines(const std::string& lines, const Sink& sink) {
  for (std::size_t begin = 0; begin < lines.size();) {
    const auto end = std::min(lines.find('\n', begin), lines.size());
    co_await sink(lines.substr(begin, end - begin));
    begin = end + 1;
  }
}

asio::awaitable<std::string> read_some(std::shared_ptr<Source> source) {
  Source& its = *source;
  if (!its.file) its.file = its.disk.open(its.path, its.from);
  co_return its.file->read(64 * 1024);
}

}  // namespace

asio::awaitable<void> each_line(Clerks clerks, Disk& disk, fs::path path,
                                Sink sink) {
  const auto source = source_of(disk, std::move(path));
  std::string line;
  for (;;) {
    const auto bytes =
        co_await asio::co_spawn(clerks, read_some(source), until_done());
    if (bytes.empty()) break;
    for (const char c : bytes) {
      if (c != '\n') {
        line += c;
        if (line.size() > longest_line)
          throw std::length_error(source->path.string() + ": too long");
        continue;
      }
      co_await sink(std::move(line));
      line.clear();
    }
  }
  co_await sink(std::move(line));
  co_await throw_if_cancelled();
}

}  // namespace exo37
