// Lets a CR without an LF pass, where it drops the text anyway.
// breaks: "In lines, CR and LF come only together"
// step: 2
// lesson: lf-alone
#include <exo43-http/plain_parser.hpp>

namespace exo43 {

namespace {

struct CrAlonePasses : plain::Reading {
  bool is_misplaced(char c) const override {
    return c == '\n' && !text.ends_with('\r');
  }
};

}  // namespace

std::unique_ptr<plain::Reading> plain::own_reading() {
  return std::make_unique<CrAlonePasses>();
}

}  // namespace exo43
