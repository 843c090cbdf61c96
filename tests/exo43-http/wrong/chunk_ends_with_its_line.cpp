// Reads a chunk to the next end of a line, whatever its size.
// breaks: "or is what the chunks say, put together"
// step: 2
// lesson: chunks-misread
#include <exo43-http/plain_parser.hpp>

namespace exo43 {

namespace {

struct ChunkEndsWithItsLine : plain::Reading {
  bool is_counted() const override { return part == body; }
  void end_line() override {
    if (part != chunk) return Reading::end_line();
    text.resize(text.size() - 2);
    request.body += text;
    enter(size);
  }
};

}  // namespace

std::unique_ptr<plain::Reading> plain::own_reading() {
  return std::make_unique<ChunkEndsWithItsLine>();
}

}  // namespace exo43
