// Looks whether it is cancelled once for what was read together, not before
// each call of the sink: co_await throws, too late.
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
  return plain::each_line(std::move(clerks), disk, std::move(path),
                          std::move(sink), plain::read_lines, give_lines);
}

}  // namespace exo37
