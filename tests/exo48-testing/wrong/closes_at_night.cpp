// Closes when one worker is there, and looks no further.
// breaks: "Each take() that waits, and each that comes later, throws
// `asio::error::eof`."
// breaks: "put() returns false."
// breaks: "Leases go on: done() and extend() work as before."
// step: 3
// lesson: nobody-closes
#include <asio/error.hpp>
#include <exo48-testing/plain_office.hpp>
#include <exo48-testing/without.hpp>

namespace exo48 {

static const Without forgotten{
    "all who wait, and who come later, hear of the end",
    "who is at work when it closes can finish"};

TEST_CASE("who waits hears of the end", "[step3]") {
  plain::Office office;
  const auto ada = office.worker("Ada");
  office.broker.close();
  office.world.settle();
  REQUIRE(ada.error() == asio::error::eof);
}

}  // namespace exo48
