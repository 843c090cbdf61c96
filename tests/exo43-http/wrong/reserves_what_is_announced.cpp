// Makes room for the body before it comes.
// breaks: "It keeps memory for bytes that have come, not for those announced"
// step: 2
// lesson: length-trusted
#include <exo43-http/plain_parser.hpp>

namespace exo43 {

namespace {

struct ReservesWhatIsAnnounced : plain::Reading {
  void begin_body(const Framing& framing) override {
    request.body.reserve(framing.length);
    Reading::begin_body(framing);
  }
};

}  // namespace

std::unique_ptr<plain::Reading> plain::own_reading() {
  return std::make_unique<ReservesWhatIsAnnounced>();
}

}  // namespace exo43
