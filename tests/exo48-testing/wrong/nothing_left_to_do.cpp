// Closes when every task is taken.
// breaks: "Each take() that waits, and each that comes later, throws
// `asio::error::eof`."
// step: 3
// lesson: nobody-closes
#include <exo48-testing/plain_office.hpp>
#include <exo48-testing/without.hpp>

namespace exo48 {

static const Without forgotten{"who is at work when it closes can finish"};

TEST_CASE("who has a lease when it closes can finish", "[step3]") {
  plain::Office office;
  office.put("label 1");
  const auto lease = office.lease("Ada");
  office.broker.close();
  REQUIRE(office.broker.extend(lease.token, 1min));
  REQUIRE(office.broker.done(lease.token));
}

}  // namespace exo48
