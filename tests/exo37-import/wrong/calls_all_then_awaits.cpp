// Calls the sink for each line of a piece, and awaits the calls afterwards.
// breaks: "The sink is called in the office, one call at a time."
// step: 1
// lesson: two-at-once
#include <exo37-import/plain_import.hpp>
#include <vector>

namespace exo37 {

namespace {

asio::awaitable<void> give_lines(const std::string& lines, const Sink& sink) {
  co_await plain::throw_if_cancelled();
  std::vector<asio::awaitable<void>> calls;
  for (std::size_t begin = 0; begin < lines.size();) {
    const auto end = std::min(lines.find('\n', begin), lines.size());
    calls.push_back(sink(lines.substr(begin, end - begin)));
    begin = end + 1;
  }
  for (auto& call : calls) co_await std::move(call);
}

}  // namespace

asio::awaitable<void> each_line(Clerks clerks, Disk& disk, fs::path path,
                                Sink sink) {
  return plain::each_line(clerks, disk, std::move(path), std::move(sink),
                          plain::read_lines, give_lines);
}

}  // namespace exo37
