// Sees that the cancelled worker goes, and not what he takes along.
// breaks: "Cancelled while it waits, it throws `asio::error::operation_aborted`
// and takes nothing along."
// step: 3
// lesson: no-cancellation
#include <exo48-testing/without.hpp>
#include <solutions/exo48-testing/testing.cpp>

namespace exo48 {

static const Without forgotten{"who is cancelled leaves nothing behind"};

TEST_CASE("a worker can be cancelled", "[step3]") {
  Office office;
  auto ada = office.worker("Ada");
  ada.cancel();
  office.world.settle();
  REQUIRE(ada.error() == asio::error::operation_aborted);
}

}  // namespace exo48
