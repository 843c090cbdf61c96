// Takes an empty line for the beginning of a head.
// breaks: "Empty lines before a request are dropped"
// step: 2
// lesson: empty-line-first
#include <exo43-http/plain_parser.hpp>

namespace exo43 {

namespace {

struct EmptyLineIsAHead : plain::Reading {
  bool is_dropped() const override { return false; }
};

}  // namespace

std::unique_ptr<plain::Reading> plain::own_reading() {
  return std::make_unique<EmptyLineIsAHead>();
}

}  // namespace exo43
