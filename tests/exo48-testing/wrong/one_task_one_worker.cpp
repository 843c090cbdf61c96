// There is one task and one worker, and all is well.
// breaks: "A task is given to one worker at a time."
// breaks: "Tasks are taken in the order in which they were put."
// step: 1
// lesson: only-the-happy-path
#include <exo48-testing/plain_office.hpp>
#include <exo48-testing/without.hpp>

namespace exo48 {

static const Without forgotten{
    "a task goes to one worker",
    "tasks come in the order in which they were put"};

TEST_CASE("a task is taken", "[step1]") {
  plain::Office office;
  office.put("label 1");
  REQUIRE(office.lease("Ada").task == "label 1");
}

}  // namespace exo48
