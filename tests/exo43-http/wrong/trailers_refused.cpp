// Wants an empty line directly behind the last chunk.
// breaks: "and so are fields behind the last chunk"
// step: 2
// lesson: chunks-misread
#include <exo43-http/plain_parser.hpp>

namespace exo43 {

namespace {

struct TrailersRefused : plain::Reading {
  bool ends_trailer() const override {
    if (text != "\r\n") throw Refused(400);
    return true;
  }
};

}  // namespace

std::unique_ptr<plain::Reading> plain::own_reading() {
  return std::make_unique<TrailersRefused>();
}

}  // namespace exo43
