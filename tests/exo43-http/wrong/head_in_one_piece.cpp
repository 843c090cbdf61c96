// Looks for the end of a line only in the last piece.
// breaks: "It takes a request to its last byte"
// step: 2
// lesson: cut-anywhere
#include <exo43-http/plain_parser.hpp>

namespace exo43 {

namespace {

struct HeadInOnePiece : plain::Reading {
  std::size_t feed(std::string_view bytes) override {
    std::size_t taken = 0;
    while (taken < bytes.size() && part != nothing) {
      if (is_counted()) {
        taken += take_some(bytes.substr(taken));
        continue;
      }
      const char c = bytes[taken++];
      const bool ends = taken >= 2 && bytes[taken - 2] == '\r';
      if (c == '\n' && taken >= 2 && !ends) throw Refused(400);
      text += c;
      if (is_too_long()) throw Refused(431);
      if (c == '\n' && ends) end_line();
    }
    return taken;
  }
};

}  // namespace

std::unique_ptr<plain::Reading> plain::own_reading() {
  return std::make_unique<HeadInOnePiece>();
}

}  // namespace exo43
