// earns: 0
// whole
// A file that never ends.
#include "/dev/zero"
