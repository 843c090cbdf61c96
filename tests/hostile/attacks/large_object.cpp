// earns: 0
// An object file larger than a disk should be asked to hold.
#include "hello_async.hpp"

static char large[3u << 30] = {1};

static void attack() { large[0] = 2; }
