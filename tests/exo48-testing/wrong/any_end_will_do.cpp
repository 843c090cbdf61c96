// Who waits when it closes is sent home: with which word, it does not ask.
// breaks: "Each take() that waits, and each that comes later, throws
// `asio::error::eof`."
// step: 3
// lesson: nobody-closes
#include <exo48-testing/plain_office.hpp>
#include <exo48-testing/without.hpp>

namespace exo48 {

static const Without forgotten{
    "all who wait, and who come later, hear of the end"};

TEST_CASE("all who wait, and who come later, go home", "[step3]") {
  plain::Office office;
  const auto ada = office.worker("Ada");
  const auto bob = office.worker("Bob");
  office.broker.close();
  office.world.settle();
  REQUIRE(ada.threw());
  REQUIRE(bob.threw());
  REQUIRE(office.worker("Eve").threw());
  REQUIRE_FALSE(office.broker.put("label 1"));
}

}  // namespace exo48
