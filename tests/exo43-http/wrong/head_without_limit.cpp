// Keeps a head for as long as it goes on.
// breaks: "A head of more than longest_head bytes is refused"
// step: 2
// lesson: headers-without-limit
#include <exo43-http/plain_parser.hpp>

namespace exo43 {

namespace {

struct HeadWithoutLimit : plain::Reading {
  bool is_too_long() const override {
    return part != head && Reading::is_too_long();
  }
};

}  // namespace

std::unique_ptr<plain::Reading> plain::own_reading() {
  return std::make_unique<HeadWithoutLimit>();
}

}  // namespace exo43
