// Leaves the body of a GET in the stream.
// breaks: "The body has as many bytes as framing_of says"
// step: 2
// lesson: body-read-as-request
#include <exo43-http/plain_parser.hpp>

namespace exo43 {

namespace {

struct NoBodyForGet : plain::Reading {
  void begin_body(const Framing& framing) override {
    left = request.method == "GET" ? 0 : framing.length;
    enter(framing.chunked ? size : left > 0 ? body : nothing);
  }
};

}  // namespace

std::unique_ptr<plain::Reading> plain::own_reading() {
  return std::make_unique<NoBodyForGet>();
}

}  // namespace exo43
