// earns: 0
// whole
// A file of the system: the compiler would print what is in it.
#define FILE_OF_THE_SYSTEM "/etc/passwd"
#include FILE_OF_THE_SYSTEM
