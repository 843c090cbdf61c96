// Knows which number the first token has.
// breaks: "Every right broker passes every test, however it is built."
// step: 1
// lesson: tests-the-implementation
#include <exo48-testing/plain_office.hpp>

namespace exo48 {

TEST_CASE("tokens are counted from 1", "[step1]") {
  plain::Office office;
  office.put("label 1");
  REQUIRE(office.lease("Ada").token == 1);
}

}  // namespace exo48
