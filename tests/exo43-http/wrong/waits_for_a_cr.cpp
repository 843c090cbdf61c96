// Lets an LF without a CR pass, as part of the line.
// breaks: "One without the other is refused"
// step: 2
// lesson: lf-alone
#include <exo43-http/plain_parser.hpp>

namespace exo43 {

namespace {

struct WaitsForACr : plain::Reading {
  bool is_misplaced(char) const override { return false; }
};

}  // namespace

std::unique_ptr<plain::Reading> plain::own_reading() {
  return std::make_unique<WaitsForACr>();
}

}  // namespace exo43
