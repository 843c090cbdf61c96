// Goes to a clerk for the last time, and stays there.
// breaks: "The functions come back to the office, returning or throwing."
// step: 1
// lesson: among-the-clerks
#include <asio/bind_executor.hpp>
#include <asio/post.hpp>
#include <exo37-import/plain_import.hpp>

namespace exo37 {

asio::awaitable<void> each_line(Clerks clerks, Disk& disk, fs::path path,
                                Sink sink) {
  const auto source = plain::source_of(disk, std::move(path));
  for (;;) {
    const auto lines = co_await asio::co_spawn(
        clerks, plain::read_lines(source), plain::until_done());
    if (lines.empty()) break;
    co_await plain::give_lines(lines, sink);
  }
  co_await plain::throw_if_cancelled();
  // "Closed by a clerk, to be on the safe side."
  co_await asio::post(asio::bind_executor(clerks, asio::use_awaitable));
  source->file.reset();
}

}  // namespace exo37
