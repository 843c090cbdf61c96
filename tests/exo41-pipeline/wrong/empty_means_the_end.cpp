// An empty line is the end.
// breaks: "After finish() there is no value, once all lines are out: for
//   everybody who waits, and for everybody who comes later."
// step: 2
// lesson: empty-is-no-end
#include <exo41-pipeline/plain_queue.hpp>

namespace exo41 {

namespace {

struct EmptyMeansTheEnd : plain::Buffer {
  using Buffer::Buffer;

  asio::awaitable<std::optional<std::string>> pull() override {
    auto line = co_await Buffer::pull();
    if (line && line->empty()) line.reset();
    co_return line;
  }
};

}  // namespace

std::unique_ptr<plain::Buffer> plain::make_buffer(
    const asio::any_io_executor& executor, std::size_t limit) {
  return std::make_unique<EmptyMeansTheEnd>(executor, limit);
}

}  // namespace exo41
