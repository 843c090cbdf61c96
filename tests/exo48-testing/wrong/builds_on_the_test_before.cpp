// One test puts the task that the next one takes.
// breaks: "A test depends on no other test: it passes in any order, and again."
// step: 1
// lesson: shared-state-between-tests
#include <exo48-testing/plain_office.hpp>

namespace exo48 {

plain::Office* office = nullptr;

TEST_CASE("a task is put", "[step1]") {
  office = new plain::Office;
  REQUIRE(office->broker.put("label 1"));
}

TEST_CASE("the task is taken", "[step1]") {
  REQUIRE(office != nullptr);
  REQUIRE(office->lease("Ada").task == "label 1");
}

}  // namespace exo48
