// Calls the sink once more when it is cancelled: co_await throws, too late.
// breaks: "Cancelled, they give nobody anything more to do"
// step: 1
// lesson: cancelled-goes-on
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
    for (std::size_t begin = 0; begin < lines.size();) {
      const auto end = std::min(lines.find('\n', begin), lines.size());
      co_await sink(lines.substr(begin, end - begin));
      begin = end + 1;
    }
  }
  co_await throw_if_cancelled();
  if (source->error) std::rethrow_exception(source->error);
}

}  // namespace exo37
