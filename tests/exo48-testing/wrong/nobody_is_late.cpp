// Every worker is done before his lease ends.
// breaks: "When the lease is over, it returns false and changes nothing."
// step: 2
// lesson: nobody-is-late
#include <exo48-testing/without.hpp>

namespace exo48 {

static const Without forgotten{"who comes too late changes nothing"};

}  // namespace exo48
