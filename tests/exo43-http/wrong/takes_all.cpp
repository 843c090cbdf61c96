// Says that it took everything, the next request too.
// breaks: "and not one byte of the next"
// step: 2
// lesson: pipelined-lost
#include <exo43-http/plain_parser.hpp>

namespace exo43 {

namespace {

struct TakesAll : plain::Reading {
  std::size_t feed(std::string_view bytes) override {
    Reading::feed(bytes);
    return bytes.size();
  }
};

}  // namespace

std::unique_ptr<plain::Reading> plain::own_reading() {
  return std::make_unique<TakesAll>();
}

}  // namespace exo43
