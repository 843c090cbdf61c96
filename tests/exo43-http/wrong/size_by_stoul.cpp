// Leaves the size of a chunk to std::stoul.
// breaks: "A chunk whose size is not hexadecimal digits"
// step: 2
// lesson: chunks-misread
#include <exo43-http/plain_parser.hpp>
#include <stdexcept>

namespace exo43 {

namespace {

struct SizeByStoul : plain::Reading {
  std::size_t size_of(const std::string& digits) const override {
    try {
      return std::min(std::stoul(digits, nullptr, 16), most_body + 1);
    } catch (const std::invalid_argument&) {
      throw Refused(400);
    } catch (const std::out_of_range&) {
      throw Refused(413);
    }
  }
};

}  // namespace

std::unique_ptr<plain::Reading> plain::own_reading() {
  return std::make_unique<SizeByStoul>();
}

}  // namespace exo43
