// earns: 0
// whole
// It includes itself, twice each time.
#include __FILE__
#include __FILE__
