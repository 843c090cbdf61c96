// Skips two bytes behind a chunk, whatever they are.
// breaks: "or that has no CR LF directly behind its bytes"
// step: 2
// lesson: chunks-misread
#include <exo43-http/plain_parser.hpp>

namespace exo43 {

namespace {

struct TwoBytesSkipped : plain::Reading {
  void take(char c) override {
    if (part != behind) return Reading::take(c);
    text += c;
    if (text.size() == 2) enter(size);
  }
};

}  // namespace

std::unique_ptr<plain::Reading> plain::own_reading() {
  return std::make_unique<TwoBytesSkipped>();
}

}  // namespace exo43
