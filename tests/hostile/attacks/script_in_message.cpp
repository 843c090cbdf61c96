// earns: 0
// A script, in a message that a page would show.
#include <stdexcept>

#include "hello_async.hpp"

static void attack() {
  throw std::runtime_error(
      "</pre><script>alert(1)</script>]]>&\"'```\n# all passed");
}
