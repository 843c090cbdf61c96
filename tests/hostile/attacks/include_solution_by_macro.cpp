// earns: 0
// whole
// The reference, by its whole path (which replaces the mark below), hidden by a
// macro.
#define PATH(x) <@ROOT@/solutions/x/hello_async.cpp>
#define NAME exo29 - hello - async
#include PATH(NAME)
#define OTHER "../solutions/exo29-hello-async/hello_async.cpp"
#include OTHER
