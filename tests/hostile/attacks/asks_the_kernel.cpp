// earns: 0
// Ways to files and memory that are no open, read or write: rings, other
// tables of open files, the memory of a process as a file.
#include <fcntl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "hello_async.hpp"

static void harm(const char* what, long result) {
  if (result >= 0) std::printf("HARM: %s\n", what);
}

static void attack() {
  char parameters[256] = {};
  harm("io_uring", ::syscall(SYS_io_uring_setup, 4, parameters));
  harm("ptrace", ::syscall(SYS_ptrace, PTRACE_TRACEME, 0, 0, 0));
  harm("pidfd", ::syscall(SYS_pidfd_open, ::getpid(), 0));
  harm("vfork", ::syscall(SYS_vfork));
  harm("clone", ::syscall(SYS_clone, 17, 0, 0, 0, 0));
  harm("memory", ::open("/proc/self/mem", O_RDWR));
  harm("memory of the thread", ::open("/proc/thread-self/mem", O_RDWR));
  // The keeper is the first thread after this one. Its channel is a socket,
  // which no path opens; what others have open is nothing.
  for (int thread = ::getpid() + 1; thread < ::getpid() + 4; ++thread) {
    char path[64];
    std::snprintf(path, sizeof path, "/proc/self/task/%d/fd/0", thread);
    char byte = 0;
    if (::read(::open(path, O_RDWR), &byte, 1) > 0) harm("the channel", byte);
  }
  std::fflush(stdout);
  std::_Exit(0);
}
