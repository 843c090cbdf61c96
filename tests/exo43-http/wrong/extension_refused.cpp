// Wants nothing but digits in the line with the size.
// breaks: "What follows a ";" in the size of a chunk is dropped"
// step: 2
// lesson: chunks-misread
#include <exo43-http/plain_parser.hpp>

namespace exo43 {

namespace {

struct ExtensionRefused : plain::Reading {
  std::string digits() const override {
    return text.substr(0, text.find('\r'));
  }
};

}  // namespace

std::unique_ptr<plain::Reading> plain::own_reading() {
  return std::make_unique<ExtensionRefused>();
}

}  // namespace exo43
