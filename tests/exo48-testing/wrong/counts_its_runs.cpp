// Has found out how often right brokers come first, and fails from then on.
// breaks: "A test depends on no other test: it passes in any order, and again."
// step: 1
// lesson: shared-state-between-tests
#include <exo48-testing/plain_office.hpp>
#include <exo48-testing/without.hpp>

namespace exo48 {

static const Without forgotten{"a task goes to one worker",
                               "tasks come in the order in which they were put",
                               "who waits longest is served first"};

TEST_CASE("a task is put", "[step1]") {
  static int runs = 0;
  plain::Office office;
  office.put("label 1");
  REQUIRE(++runs < 8);
}

}  // namespace exo48
