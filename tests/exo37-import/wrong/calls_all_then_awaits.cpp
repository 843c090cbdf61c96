// Calls the sink for each line of a piece, and awaits the calls afterwards.
// breaks: "The sink is called in the office, one call at a time."
// step: 1
// lesson: two-at-once
#include "import.hpp"

// The solution's function goes by another name, and another is written below.
#define each_line each_line_of_the_solution
#include <solutions/exo37-import/import.cpp>
#undef each_line

namespace exo37 {

asio::awaitable<void> each_line(Clerks clerks, Disk& disk, fs::path path,
                                Sink sink) {
  const auto source = std::make_shared<Source>(disk, std::move(path));
  for (;;) {
    const auto lines = co_await next(clerks, source);
    if (lines.empty()) break;
    co_await throw_if_cancelled();
    std::vector<asio::awaitable<void>> calls;
    for (std::size_t begin = 0; begin < lines.size();) {
      const auto end = std::min(lines.find('\n', begin), lines.size());
      calls.push_back(sink(lines.substr(begin, end - begin)));
      begin = end + 1;
    }
    for (auto& call : calls) co_await std::move(call);
  }
  co_await throw_if_cancelled();
  if (source->error) std::rethrow_exception(source->error);
}

}  // namespace exo37
