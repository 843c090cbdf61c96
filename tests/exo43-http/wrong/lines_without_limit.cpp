// Limits the head, and not the lines around the chunks.
// breaks: "The line with the size of a chunk, and what follows the last chunk"
// step: 2
// lesson: headers-without-limit
#include <exo43-http/plain_parser.hpp>

namespace exo43 {

namespace {

struct LinesWithoutLimit : plain::Reading {
  bool is_too_long() const override {
    return part == head && Reading::is_too_long();
  }
};

}  // namespace

std::unique_ptr<plain::Reading> plain::own_reading() {
  return std::make_unique<LinesWithoutLimit>();
}

}  // namespace exo43
