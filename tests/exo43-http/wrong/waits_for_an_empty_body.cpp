// Without a body, a request is whole only when another byte has come.
// breaks: "It takes a request to its last byte"
// step: 2
// lesson: whole-or-not
#include <exo43-http/plain_parser.hpp>

namespace exo43 {

namespace {

struct WaitsForAnEmptyBody : plain::Reading {
  void begin_body(const Framing& framing) override {
    left = framing.length;
    enter(framing.chunked ? size : body);
  }
};

}  // namespace

std::unique_ptr<plain::Reading> plain::own_reading() {
  return std::make_unique<WaitsForAnEmptyBody>();
}

}  // namespace exo43
