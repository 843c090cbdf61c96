// Reads over half a record at the end, and writes behind it.
// breaks: "A record at the end that is not whole is dropped, and harms none of
//   those that are written after it."
// step: 2
// lesson: half-a-record
#include <exo47-tasks/plain_broker.hpp>

namespace exo47 {

namespace {

struct HalfStays : plain::Desk {
  using Desk::Desk;

  void half_written(std::size_t) override {}
};

}  // namespace

std::unique_ptr<plain::Desk> plain::open_desk(const Opening& opening) {
  return std::make_unique<HalfStays>(opening);
}

}  // namespace exo47
