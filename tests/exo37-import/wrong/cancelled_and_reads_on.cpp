// Does not want exceptions for a cancellation, and never asks.
// breaks: "Cancelled, they give nobody anything more to do"
// step: 1
// lesson: cancelled-goes-on
#include <exo37-import/plain_import.hpp>

namespace exo37 {

namespace {

asio::awaitable<void> give_lines(const std::string& lines, const Sink& sink) {
  for (std::size_t begin = 0; begin < lines.size();) {
    const auto end = std::min(lines.find('\n', begin), lines.size());
    co_await sink(lines.substr(begin, end - begin));
    begin = end + 1;
  }
}

}  // namespace

asio::awaitable<void> each_line(Clerks clerks, Disk& disk, fs::path path,
                                Sink sink) {
  co_await asio::this_coro::throw_if_cancelled(false);
  const auto source = plain::source_of(disk, std::move(path));
  for (;;) {
    const auto lines = co_await asio::co_spawn(
        clerks, plain::read_lines(source), plain::until_done());
    if (lines.empty()) break;
    co_await give_lines(lines, sink);
  }
}

}  // namespace exo37
