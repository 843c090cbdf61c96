// Whatever is thrown, the stream has ended.
// breaks: "What a source or a function throws, next() throws: the very
//   exception, and after everything that came before it."
// step: 1
// lesson: error-becomes-end
#include <exo45-streams/plain_filter.hpp>

namespace exo45 {

asio::awaitable<std::optional<Scan>> plain::Filter::next() {
  try {
    while (auto scan = co_await source.next())
      if (wanted(*scan)) co_return scan;
  } catch (...) {
  }
  co_return std::nullopt;
}

}  // namespace exo45
