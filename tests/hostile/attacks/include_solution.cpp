// earns: 0
// whole
// The reference, by a path from the exercise.
#include "../../solutions/exo29-hello-async/hello_async.cpp"
