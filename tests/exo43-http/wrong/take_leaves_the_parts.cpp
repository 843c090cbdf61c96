// Hands the request over, and begins anew only when bytes come.
// breaks: "The body has as many bytes as framing_of says"
// step: 2
// lesson: whole-or-not
#include <exo43-http/plain_parser.hpp>

namespace exo43 {

namespace {

struct TakeLeavesTheParts : plain::Reading {
  Request hand_over() override {
    given = true;
    return std::move(request);
  }
  std::size_t feed(std::string_view bytes) override {
    if (given) begin_anew();
    given = false;
    return Reading::feed(bytes);
  }

  bool given = false;
};

}  // namespace

std::unique_ptr<plain::Reading> plain::own_reading() {
  return std::make_unique<TakeLeavesTheParts>();
}

}  // namespace exo43
