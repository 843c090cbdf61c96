// Has a clerk read the whole file, then gives its lines away.
// breaks: "No more than `most_kept` bytes of a file are kept."
// step: 1
// lesson: whole-file-in-memory
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

asio::awaitable<void> give_lines(const std::string& lines, const Sink& sink) {
  for (std::size_t begin = 0; begin < lines.size();) {
    const auto end = std::min(lines.find('\n', begin), lines.size());
    co_await sink(lines.substr(begin, end - begin));
    begin = end + 1;
  }
}

asio::awaitable<std::string> read_all(Disk& disk, fs::path path) {
  const auto file = disk.open(path);
  std::string all;
  for (;;) {
    const auto bytes = file->read(64 * 1024);
    if (bytes.empty()) break;
    all += bytes;
  }
  co_return all;
}

}  // namespace

asio::awaitable<void> each_line(Clerks clerks, Disk& disk, fs::path path,
                                Sink sink) {
  const auto all = co_await asio::co_spawn(
      clerks, read_all(disk, std::move(path)), until_done());
  co_await give_lines(all, sink);
  co_await throw_if_cancelled();
}

}  // namespace exo37
