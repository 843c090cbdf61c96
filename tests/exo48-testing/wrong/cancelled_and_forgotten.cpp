// Sees that the cancelled worker goes, and not what he takes along.
// breaks: "Cancelled while it waits, it throws `asio::error::operation_aborted`
// and takes nothing along."
// step: 3
// lesson: no-cancellation
#include <asio/error.hpp>
#include <exo48-testing/plain_office.hpp>
#include <exo48-testing/without.hpp>

namespace exo48 {

static const Without forgotten{"who is cancelled leaves nothing behind"};

TEST_CASE("a worker can be cancelled", "[step3]") {
  plain::Office office;
  auto ada = office.worker("Ada");
  ada.cancel();
  office.world.settle();
  REQUIRE(ada.error() == asio::error::operation_aborted);
}

}  // namespace exo48
