// Looks at the length of a head when it is whole.
// breaks: "refused, whole or not"
// step: 2
// lesson: headers-without-limit
#include <exo43-http/plain_parser.hpp>

namespace exo43 {

namespace {

struct LimitAtTheEnd : plain::Reading {
  bool is_too_long() const override {
    const bool ends = part != head || text.ends_with("\r\n\r\n");
    return ends && Reading::is_too_long();
  }
};

}  // namespace

std::unique_ptr<plain::Reading> plain::own_reading() {
  return std::make_unique<LimitAtTheEnd>();
}

}  // namespace exo43
