// earns: 0
// It becomes another program, one that ends well.
#include <unistd.h>

#include "hello_async.hpp"

static void attack() { ::execl("/bin/true", "true", nullptr); }
