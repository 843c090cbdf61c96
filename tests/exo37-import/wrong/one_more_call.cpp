// Calls the sink once more when it is cancelled: co_await throws, too late.
// breaks: "Cancelled, they give nobody anything more to do"
// step: 1
// lesson: cancelled-goes-on
#include <exo37-import/plain_import.hpp>

namespace exo37 {

asio::awaitable<void> each_line(Clerks clerks, Disk& disk, fs::path path,
                                Sink sink) {
  const auto source = plain::source_of(disk, std::move(path));
  for (;;) {
    const auto lines = co_await asio::co_spawn(
        clerks, plain::read_lines(source), plain::until_done());
    if (lines.empty()) break;
    for (std::size_t begin = 0; begin < lines.size();) {
      const auto end = std::min(lines.find('\n', begin), lines.size());
      co_await sink(lines.substr(begin, end - begin));
      begin = end + 1;
    }
  }
  co_await plain::throw_if_cancelled();
}

}  // namespace exo37
