// Sleeps until the lease has ended.
// breaks: "Time passes in advance(), and nowhere else: no test sleeps."
// step: 2
// lesson: sleeps
#include <exo48-testing/plain_office.hpp>
#include <thread>

namespace exo48 {

TEST_CASE("a lease ends after a while", "[step2]") {
  plain::Office office;
  office.put("label 1");
  office.lease("Ada", 20ms);
  std::this_thread::sleep_for(25ms);
  office.world.settle();
  REQUIRE(office.lease("Bob").task == "label 1");
}

}  // namespace exo48
