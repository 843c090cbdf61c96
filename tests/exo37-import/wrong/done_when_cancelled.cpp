// Ends, when cancelled, as if it had reached the end.
// breaks: "end with asio::error::operation_aborted"
// step: 1
// lesson: cancelled-goes-on
#include <exo37-import/plain_import.hpp>

namespace exo37 {

asio::awaitable<void> each_line(Clerks clerks, Disk& disk, fs::path path,
                                Sink sink) {
  try {
    const auto source = plain::source_of(disk, std::move(path));
    for (;;) {
      const auto lines = co_await asio::co_spawn(
          clerks, plain::read_lines(source), plain::until_done());
      if (lines.empty()) break;
      co_await plain::give_lines(lines, sink);
    }
    co_await plain::throw_if_cancelled();
  } catch (const asio::system_error& error) {
    if (error.code() != asio::error::operation_aborted) throw;
  }
}

}  // namespace exo37
