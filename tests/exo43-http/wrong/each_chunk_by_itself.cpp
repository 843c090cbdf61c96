// Limits each chunk, and not the body.
// breaks: "A chunked body of more than most_body bytes is refused"
// step: 2
// lesson: body-without-limit
#include <exo43-http/plain_parser.hpp>

namespace exo43 {

namespace {

struct EachChunkByItself : plain::Reading {
  bool is_too_much() const override { return left > most_body; }
};

}  // namespace

std::unique_ptr<plain::Reading> plain::own_reading() {
  return std::make_unique<EachChunkByItself>();
}

}  // namespace exo43
