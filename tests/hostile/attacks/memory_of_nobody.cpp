// earns: 0
// Memory that no limit of a process counts: files without a name, file systems
// and name spaces of its own, more processes.
#include <sched.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>

#include "hello_async.hpp"

static void attack() {
  const auto look = [](const char* what, long result) {
    if (result >= 0) std::printf("HARM: %s\n", what);
  };
  look("a file without a name", ::syscall(SYS_memfd_create, "hostile", 0));
  look("name spaces", ::unshare(CLONE_NEWUSER | CLONE_NEWNS));
  look("a file system", ::mount("none", "/tmp", "tmpfs", 0, nullptr));
  look("a ring", ::syscall(SYS_io_uring_setup, 8, nullptr));
  const long child = ::syscall(SYS_clone, SIGCHLD | CLONE_NEWUSER, 0, 0, 0, 0);
  if (child == 0) ::_exit(0);
  look("a process in a name space", child);
  const auto another = ::fork();
  if (another == 0) ::_exit(0);
  look("a process", another);
  std::fflush(stdout);
  std::_Exit(0);
}
